"""The interview: a pure machine of answers (``machine``) with a thin loop around it (``talk``)."""
