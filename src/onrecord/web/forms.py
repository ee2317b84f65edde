"""Reading a form that writes: bounded, signed by this process, and sent from this desk's own pages."""

from urllib.parse import parse_qs

from starlette.requests import Request

from onrecord.web.desk import Desk, NotAllowed
from onrecord.web.security import bounded, form_problem
from onrecord.web.translating import tr

__all__ = ["read_form"]


async def read_form(request: Request, desk: Desk) -> dict[str, str]:
    """The first value of each field; blank fields are left out.

    Raises:
        NotAllowed: why the form is not taken.
    """
    body = await bounded(request)
    if body is None:
        raise NotAllowed(tr("Nothing was changed: the form is too long."))
    given = {k: v[0].strip() for k, v in parse_qs(body.decode("utf-8", "replace"), max_num_fields=100).items()}
    problem = form_problem(request, desk.secret, given.get("token", ""), desk.door.origin)
    if problem is not None:
        raise NotAllowed(tr("Nothing was changed: %(why)s.", why=problem))
    return given
