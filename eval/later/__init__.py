"""Cases about later documents than those of the process, of which nothing ships: no digest, no sample questions."""
