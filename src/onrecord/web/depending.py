"""What the API's routes are given: the desk as the person may use it, and the filter."""

from typing import Annotated

from fastapi import Depends, Query

from onrecord.web.desk import Desk, desk_of
from onrecord.web.query import Asked

__all__ = ["AskedDep", "DeskDep"]

DeskDep = Annotated[Desk, Depends(desk_of)]
AskedDep = Annotated[Asked, Query()]
