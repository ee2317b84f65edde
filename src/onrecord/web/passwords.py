"""Passwords (argon2id) and codes of a second factor (TOTP, RFC 6238)."""

import time
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from markupsafe import Markup

from onrecord.web.translating import tr

__all__ = [
    "LEAST",
    "code_step",
    "hash_password",
    "new_totp",
    "password_holds",
    "password_problem",
    "picture",
    "totp_uri",
]

LEAST = 12
_MOST = 1_000
_hasher = PasswordHasher()


def password_problem(password: str, name: str) -> str | None:
    """Why a password is not taken, or None. Length is what counts (NIST SP 800-63B): no rules about signs."""
    if len(password) < LEAST:
        return tr(
            "a password has at least %(n)s characters; a few words that do not belong together are easy to keep",
            n=LEAST,
        )
    if len(password) > _MOST:
        return tr("a password has at most %(n)s characters", n=_MOST)
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        return tr("that would be guessed; choose words that have nothing to do with you")
    return None


def hash_password(password: str) -> str:
    """Argon2id with the library's parameters, which stand in the hash."""
    return _hasher.hash(password)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


def password_holds(password: str, hashed: str | None) -> bool:
    """Whether the password is the one. Takes as long for a name that nobody has, so that names cannot be found by the clock."""
    try:
        _hasher.verify(hashed or _nobody(), password[:_MOST])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return hashed is not None


def new_totp() -> str:
    """A new key for an authenticator, in base 32."""
    return pyotp.random_base32()


def totp_uri(secret: str, name: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Onrecord")


def picture(uri: str) -> Markup:
    """The address of a key as a QR code, which a telephone's authenticator reads; drawn here, so that the key goes nowhere."""
    import segno

    # the page's own colours: no style stands in a page, and dark on light is what cameras read
    drawn: str = segno.make(uri, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - made of modules alone, no word of anybody's stands in it


def code_step(secret: str, code: str) -> int | None:
    """The step of 30 seconds to which a code belongs, one before and one after allowed; None for a wrong code."""
    now = int(time.time()) // 30
    totp = pyotp.TOTP(secret)
    digits = "".join(code.split())
    return next((s for s in (now, now - 1, now + 1) if pyotp.utils.strings_equal(totp.generate_otp(s), digits)), None)
