"""Signing in with an organisation's own provider: OpenID Connect, the code flow with PKCE (RFC 7636).

Nobody gets an account by it. Somebody whom an admin gave one is let in when the provider names them by the verified address that is
the account's name; from then on they are known by the provider's own number for them, whatever their address becomes. A second
factor that the account has is asked for all the same.
"""

import hmac
import json
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from onrecord.ledger.people import People, Person

__all__ = ["COOKIE", "Provider", "Unproven"]

COOKIE = "onrecord_provider"
_ALGORITHMS = ["RS256", "ES256", "PS256", "EdDSA"]
_MINUTES = 10
_KEEP = 3_600


class Unproven(Exception):
    """The provider did not prove who it is; the message says what was missing, and nothing secret."""


@dataclass
class Provider:
    """A provider by its issuer's address. ``name`` is what the button says."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str = "your organisation"
    _told: tuple[float, dict[str, Any], KeySet] | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self, back: str, there: str, key: bytes) -> tuple[str, str]:
        """``(address to go to, value of the cookie)``: the cookie holds what the answer must fit, signed."""
        told, _ = self._discovered()
        kept = {
            "state": secrets.token_urlsafe(24),
            "nonce": secrets.token_urlsafe(24),
            "verifier": secrets.token_urlsafe(48),
        }
        with self._client(back) as client:
            url, _ = client.create_authorization_url(
                told["authorization_endpoint"], state=kept["state"], nonce=kept["nonce"], code_verifier=kept["verifier"]
            )
        return str(url), _sealed({**kept, "there": there, "until": time.time() + 60 * _MINUTES}, key)

    def finish(self, back: str, code: str, state: str, cookie: str, key: bytes) -> tuple[dict[str, Any], str]:
        """``(claims of the ID token, where to go on)``.

        Raises:
            Unproven: anything does not fit.
        """
        kept = _opened(cookie, key)
        if kept is None or not hmac.compare_digest(str(kept["state"]).encode(), state.encode("utf-8", "replace")):
            raise Unproven("the sign-in was begun elsewhere, or took too long; begin again")
        told, keys = self._discovered()
        try:
            with self._client(back) as client:
                given = client.fetch_token(told["token_endpoint"], code=code, code_verifier=kept["verifier"])
            token = jwt.decode(str(given.get("id_token", "")), keys, algorithms=_ALGORITHMS)
            checks = jwt.JWTClaimsRegistry(
                leeway=60, iss={"essential": True, "value": told["issuer"]}, aud={"essential": True, "value": self.client},
                exp={"essential": True}, sub={"essential": True}, nonce={"essential": True, "value": kept["nonce"]},
            )  # fmt: skip
            checks.validate(token.claims)
        except (JoseError, AuthlibBaseError, httpx.HTTPError, ValueError, KeyError) as error:
            raise Unproven(f"the provider's answer did not fit ({type(error).__name__})") from error
        return dict(token.claims), str(kept["there"])

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            self.client, self.secret, scope="openid email", redirect_uri=back, code_challenge_method="S256", timeout=10
        )

    def _discovered(self) -> tuple[dict[str, Any], KeySet]:
        """The provider's addresses and keys, asked again after an hour."""
        with self._lock:
            if self._told is None or time.monotonic() - self._told[0] > _KEEP:
                try:
                    with httpx.Client(timeout=10, follow_redirects=False) as ask:
                        told = (
                            ask.get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                            .raise_for_status()
                            .json()
                        )
                        keys = ask.get(told["jwks_uri"]).raise_for_status().json()
                    if told["issuer"].rstrip("/") != self.issuer.rstrip("/"):
                        raise Unproven("the provider calls itself by another name than it was given here")
                    self._told = (time.monotonic(), told, KeySet.import_key_set(keys))
                except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
                    raise Unproven(f"the provider cannot be asked now ({type(error).__name__})") from error
            return self._told[1], self._told[2]


def known(people: People, claims: dict[str, Any]) -> Person:
    """Whose account it is.

    Raises:
        Unproven: nobody's.
    """
    subject = f"{claims['iss']}|{claims['sub']}"
    person = people.accounts.by_subject(subject)
    if person is None and claims.get("email_verified") is True and claims.get("email"):
        found = people.accounts.password_of(str(claims["email"]))
        person = found[0] if found else None
        if person is not None and not people.accounts.bind(person.id, subject):
            raise Unproven("the account belongs to somebody else at the provider")
    if person is None or person.disabled:
        raise Unproven("there is no account of that name here; ask whoever looks after the accounts for one")
    return person


def _sealed(kept: dict[str, Any], key: bytes) -> str:
    body = urlsafe_b64encode(json.dumps(kept).encode()).decode()
    return f"{body}.{hmac.new(key, b'provider' + body.encode(), sha256).hexdigest()}"


def _opened(cookie: str, key: bytes) -> dict[str, Any] | None:
    body, _, sign = cookie.partition(".")
    wanted = hmac.new(key, b"provider" + body.encode("utf-8", "replace"), sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), sign.encode("utf-8", "replace")):
        return None
    kept: dict[str, Any] = json.loads(urlsafe_b64decode(body))
    return kept if kept["until"] > time.time() else None
