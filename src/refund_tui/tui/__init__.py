"""The screen: the only package that may import Textual."""
