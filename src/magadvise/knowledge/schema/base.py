"""What all rows share: texts, ids, clocks and amounts, and who says so."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
Ascii140 = Annotated[str, Field(min_length=1, max_length=139, pattern=r"^[ -~]+$")]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$")]
SourceId = Annotated[str, Field(pattern=r"^[A-Z0-9]+$")]
Code = Annotated[str, Field(pattern=r"^(AGE|PRG|KID|CON|RED|MED|SRC|DOS|FRM|TIM|EVD|DAT)[0-9]{3}$")]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Mg = Annotated[int, Field(ge=0, le=5000)]
Hours = Annotated[float, Field(ge=0, le=24)]
Severity = Literal["stop", "clinician", "separate", "caution", "info"]
Disposition = Literal[
    "supplement", "check_first", "no_room", "clinician_first", "do_not_supplement", "seek_care"
]
Certainty = Literal["high", "moderate", "low", "very_low", "none"]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Sourced(Row):
    """``confidence``: ``read`` in the source (or a page quoting it), ``calculated`` here from a
    formula, known but not re-read (``high``, ``medium``, ``low``), or our own ``policy``."""

    source: Annotated[list[SourceId], Field(min_length=1)]
    locator: Text
    verified: bool
    confidence: Literal["read", "calculated", "high", "medium", "low", "policy"]

    @model_validator(mode="after")
    def _honest(self) -> Sourced:
        if self.verified != (self.confidence in ("read", "calculated")):
            raise ValueError("verified must be true exactly when confidence is read or calculated")
        return self
