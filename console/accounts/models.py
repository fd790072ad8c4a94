"""People who sign in, their role and their team."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

FIRST_TEAM = "First team"


class Role(models.TextChoices):
    """What somebody may do; one role each."""

    OFFICER = "officer", "Officer"
    LEAD = "lead", "Lead"
    AUDITOR = "auditor", "Auditor"
    INTERPRETER = "interpreter", "Interpreter"


class Team(models.Model):
    """Officers who share a queue."""

    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def first(cls) -> Team:
        """The team that cases go to while nothing routes them elsewhere."""
        team = cls.objects.order_by("pk").first()
        return team or cls.objects.get_or_create(name=FIRST_TEAM)[0]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; nobody signs up by themselves."""

    def create_account(self, email: str, name: str, *, role: str, team: Team) -> User:
        """A new account that has no password yet."""
        user = self.model(email=email.strip().lower(), name=name, role=role, team=team)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who works with cases."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.OFFICER)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    languages = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def handles_cases(self) -> bool:
        """Whether the queue is theirs to see."""
        return self.role in CASE_ROLES

    @property
    def is_lead(self) -> bool:
        """Whether they may take a case from somebody and see the service page."""
        return self.role == Role.LEAD


CASE_ROLES = frozenset({Role.OFFICER, Role.LEAD})
