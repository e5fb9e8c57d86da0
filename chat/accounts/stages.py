from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class VerificationStage(EmailVerificationStage):
    """Whoever has an address proves it before they are in. Who never gave one has none to prove."""

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user is not None and not has_address(user):
            return None, True
        result: tuple[Any, bool] = super().handle()
        return result


def has_address(user: Any) -> bool:
    return bool(user.email) or EmailAddress.objects.filter(user_id=user.pk).exists()
