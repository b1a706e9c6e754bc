"""What leaves the house: the texts, the index, the page and the files of one case, as a folder or a zip."""
