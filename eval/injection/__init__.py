"""Attacks on the assistant as data (`attacks.jsonl`), the trial of each, and what must hold whatever it tries."""
