"""Everything that decides: pure functions over frozen data, standard library only."""
