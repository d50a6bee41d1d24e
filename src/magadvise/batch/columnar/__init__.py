"""The columnar engine: the same core, asked once for each distinct key. Needs numpy and pyarrow."""
