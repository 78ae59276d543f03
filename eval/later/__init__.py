"""Cases about later documents than those of the process, of which sample questions ship, but no text and no digest."""
