"""FHIR R4 as a batch input: bulk export folders and bundles to rows."""

from magadvise.batch.fhir.reading import MESSAGES, FhirTable, table

__all__ = ["MESSAGES", "FhirTable", "table"]
