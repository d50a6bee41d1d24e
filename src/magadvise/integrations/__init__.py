"""Thin doors for other systems. Each needs an extra: ``magadvise[batch]``, ``magadvise[spark]``."""
