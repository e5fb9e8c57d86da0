"""A passkey as a browser makes it, without one: for pages that list it. e2e/ has real ones."""

import base64
import json
from hashlib import sha256

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from chat.models import User


def a_passkey(user: User) -> Authenticator:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(
        b"\0" * 16, b"its id", ES256.from_cryptography_key(public)
    )
    data = AuthenticatorData.create(
        sha256(b"testserver").digest(),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        0,
        credential,
    )
    told = json.dumps({"type": "webauthn.create", "challenge": "", "origin": "https://testserver"})
    answer = {
        "id": text(b"its id"),
        "rawId": text(b"its id"),
        "type": "public-key",
        "response": {
            "clientDataJSON": text(told.encode()),
            "attestationObject": text(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Laptop", "credential": answer},
    )


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
