"""What the API's routes are given: the desk as the person may use it, and the filter."""

from typing import Annotated

from fastapi import Depends, Query, Request

from onrecord.web.desk import Desk, desk_now, desk_of
from onrecord.web.query import Asked

__all__ = ["AskedDep", "DeskDep", "NowDep"]


def _desk(
    request: Request,
    as_of: Annotated[
        str | None, Query(max_length=40, description="What was known at this moment: 2024-02-07T18:00 (UTC) or a day.")
    ] = None,
) -> Desk:
    # read from the address, where pages have it too; named here so that it is described
    return desk_of(request)


DeskDep = Annotated[Desk, Depends(_desk)]
NowDep = Annotated[Desk, Depends(desk_now)]
AskedDep = Annotated[Asked, Query()]
