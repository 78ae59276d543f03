"""The project's own cases, as data: JSON lines, one case each."""
