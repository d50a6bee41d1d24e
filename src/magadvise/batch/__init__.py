"""Many people at once: rows in, rows out, nothing lost. The row engine needs no other library."""
