"""``flask accounts``: manage who may sign in."""

import click
from flask.cli import AppGroup

from accounts import staff
from accounts.forms import EMAIL
from accounts.models import Role
from database import db

group = AppGroup("accounts", help="The staff who sign in.")


@group.command("add")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--email", required=True)
@click.option("--name", required=True)
def add(role: str, email: str, name: str) -> None:
    """Add a member of staff and print the password once."""
    if not EMAIL.match(staff.normal(email)):
        raise click.BadParameter(f"{email} is not an e-mail address", param_hint="--email")
    try:
        added, password = staff.add_staff(name=name, email=email, role=role)
    except staff.EmailTakenError as error:
        raise click.ClickException(f"{error} already belongs to a member of staff") from error
    db.session.commit()
    click.echo(f"{added.email}\n{password}")


@group.command("reset-password")
@click.option("--email", required=True)
def reset_password(email: str) -> None:
    """Give a person a new password, print it once, and sign them out everywhere."""
    try:
        member, password = staff.reset_password(email)
    except staff.UnknownStaffError as error:
        raise click.ClickException(f"no member of staff has the address {error}") from error
    db.session.commit()
    click.echo(f"{member.email}\n{password}")


@group.command("shut-out")
@click.option("--email", required=True)
def shut_out(email: str) -> None:
    """Stop a person from signing in; their decisions stay."""
    try:
        member = staff.shut_out(email)
    except staff.UnknownStaffError as error:
        raise click.ClickException(f"no member of staff has the address {error}") from error
    db.session.commit()
    click.echo(member.email)
