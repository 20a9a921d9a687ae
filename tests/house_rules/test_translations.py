"""An applicant reads every sentence in the language that was asked for, with nothing lost."""

import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, meta

from app import create_app
from assessments.banks import registry
from database import db
from tests.support import factories
from tests.support.apps import FreshClient, settings_for

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(ROOT.glob("translations/*/LC_MESSAGES/messages.po"))
FILIPINO = ROOT / "translations/fil/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|%%")
ENTRANCES = (
    "templates/applicants/*",
    "templates/errors/*",
    "templates/email/*",
    "templates/take.html",
    "assessments/kinds/*/templates/take.html",
    "assessments/kinds/*/templates/instructions.html",
    "assessments/kinds/typing/templates/part_*.html",
    "assessments/kinds/*/__init__.py",
    "applicants/*.py",
)
LONG_ENOUGH = 20  # shorter sentences may be a part of something else on a page

every_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


@cache
def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def entries(path: Path) -> list[Message]:
    return [message for message in read(path) if message.id]


def forms(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def is_translated(message: Message) -> bool:
    return all(forms(message.string))


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text))


def lost(message: Message) -> list[str]:
    """Return the translations of a sentence that have other placeholders than the sentence."""
    allowed = [placeholders(form) for form in forms(message.id)]
    return [form for form in forms(message.string) if placeholders(form) not in allowed]


def place_of(template: str) -> str:
    """Return the file behind a template's name: a kind of test keeps its own."""
    kind, _, name = template.partition("/")
    own = f"assessments/kinds/{kind}/templates/{name}"
    return own if (ROOT / own).is_file() else f"templates/{template}"


@cache
def files_of_applicants() -> frozenset[str]:
    """Return the files an applicant's sentences stand in: the pages and all they are made of."""
    found: set[str] = set()
    left = [path.relative_to(ROOT).as_posix() for way in ENTRANCES for path in ROOT.glob(way)]
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        if not name.endswith(".py"):
            page = environment.parse((ROOT / name).read_text())
            left += [
                place_of(template) for template in meta.find_referenced_templates(page) if template
            ]
    return frozenset(found)


def is_of_a_draft(name: str) -> bool:
    """Whether a file belongs to a kind of test that is unfinished (``Assessment.draft``)."""
    folders = [f"assessments/kinds/{kind.slug}/" for kind in registry.kinds() if kind.draft]
    return name.startswith(tuple(folders))


@cache
def sentences_of_applicants() -> dict[str, set[str]]:
    """Return every marked sentence that an applicant may read, with its files."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, set[str]] = {}
    for name, _, text, _, _ in extract_from_dir(str(ROOT), methods, options):
        if name in files_of_applicants():
            found.setdefault(forms(text)[0], set()).add(name)
    return found


def test_the_sentences_of_pages_forms_and_kinds_are_found() -> None:
    found = sentences_of_applicants()
    assert "templates/base.html" in found["Skip to the main part"]
    assert "applicants/forms.py" in found["I have read this and I agree."]
    assert "templates/components/clock.html" in found["Time left"]
    for kind in registry.kinds():
        for words in (kind.name, *kind.skills):
            assert f"assessments/kinds/{kind.slug}/__init__.py" in found.get(words, ()), words
            assert words[0].isupper(), words


@every_catalogue
def test_no_sentence_of_an_applicant_is_missing(path: Path) -> None:
    known = {forms(message.id)[0] for message in entries(path) if is_translated(message)}
    missing = {
        text: at
        for text, at in sentences_of_applicants().items()
        if text not in known and not all(map(is_of_a_draft, at))
    }
    assert missing == {}, (
        f"applicants read these sentences: translate them in {path.relative_to(ROOT)}, or leave "
        "draft=True in the Assessment while a new kind of test is unfinished"
    )


@every_catalogue
def test_nothing_is_guessed_or_left_over(path: Path) -> None:
    assert [message.id for message in entries(path) if message.fuzzy] == []
    assert list(read(path).obsolete) == []


@every_catalogue
def test_every_translation_keeps_its_placeholders(path: Path) -> None:
    translated = [message for message in entries(path) if is_translated(message)]
    assert translated
    assert {message.id: lost(message) for message in translated if lost(message)} == {}


@pytest.mark.parametrize(
    ("sentence", "translation", "is_lost"),
    [
        ("Hello %(name)s", "Kumusta, %(name)s", False),
        ("Hello %(name)s", "Kumusta, %(ngalan)s", True),
        ("%(n)s of %(count)s", "%(count)s, %(n)s", False),
        ("Answer {n}: {kb} KB", "Sagot {n}", True),
        ("Answer {n}", "Sagot {n} {n}", True),
        (("One try", "%(num)s tries"), ("Isa", "%(num)s"), False),
        (("One try", "%(num)s tries"), ("Isa", "%(n)s"), True),
    ],
)
def test_a_lost_placeholder_is_noticed(
    sentence: str | tuple[str, str], translation: str | tuple[str, str], is_lost: bool
) -> None:
    assert bool(lost(Message(sentence, translation))) is is_lost


@every_catalogue
@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Start the test", "The clock starts when you press “Start the test”, and"),
        ("Saved", "Your keys are with us when the top of the page says “saved”."),
    ],
)
def test_a_sentence_names_a_button_as_the_button_does(
    path: Path, label: str, sentence: str
) -> None:
    words = {forms(message.id)[0]: forms(message.string)[0] for message in entries(path)}
    (translation,) = (words[original] for original in words if original.startswith(sentence))
    assert f"“{words[label]}”" in translation


@every_catalogue
def test_the_catalogue_compiles(path: Path) -> None:
    assert {message.id: list(message.check(read(path))) for message in entries(path)} == {
        message.id: [] for message in entries(path)
    }
    write_mo(BytesIO(), read(path))


@pytest.fixture
def bilingual(tmp_path: Path) -> Iterator[Flask]:
    """The app with English and Filipino, compiled from the catalogue as it stands."""
    made = create_app(settings_for(tmp_path, locales="en,fil"))
    place = tmp_path / "translations/fil/LC_MESSAGES/messages.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, read(FILIPINO))
    made.extensions["babel"].translation_directories = [str(tmp_path / "translations")]
    made.test_client_class = FreshClient
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with made.app_context():
        db.create_all()
        yield made
        db.session.remove()
        db.engine.dispose()


def walk(client: FlaskClient) -> dict[str, str]:
    """Return the text of every page from the invitation into each test's practice."""
    pages: dict[str, str] = {}

    def look(path: str) -> None:
        pages[path] = html.unescape(client.get(path).text)

    for slug in (*factories.ORDER, "email", "inbox"):
        invitation = factories.an_invitation(
            factories.a_vacancy(slug, title=f"Support, {slug}"), email=f"{slug}@example.com"
        )
        look(factories.path_of(invitation))
        assert client.post(factories.path_of(invitation)).status_code == 303
        look("/consent")
        factories.walk_to_tests(client, invitation)
        look("/device-check")
        look(f"/tests/{slug}")
        look(f"/sittings/{factories.begin(client, slug, 'practice')}")
    for path in ("/", "/i/no-such-invitation", "/no-such-page"):
        look(path)
    return pages


def english_left(page: str) -> set[str]:
    """Return the sentences of a page that have a translation and do not show it."""
    return {
        message.id
        for message in entries(FILIPINO)
        if isinstance(message.id, str)
        and len(message.id) >= LONG_ENOUGH
        and not PLACEHOLDER.search(message.id)
        and message.id not in message.string
        and message.id in page
    }


def test_whoever_asks_for_filipino_reads_filipino_on_every_page(bilingual: Flask) -> None:
    client = bilingual.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "fil-PH,fil;q=0.9,en;q=0.8"
    pages = walk(client)
    assert len(pages) > len(factories.ORDER) * 3
    for path, page in pages.items():
        assert '<html lang="fil">' in page, path
        assert "Lumaktaw sa pangunahing bahagi" in page, path
        assert english_left(page) == set(), path


@pytest.mark.parametrize("asked", ["", "en-PH,en;q=0.9,fil;q=0.8", "de"])
def test_everybody_else_reads_english(bilingual: Flask, asked: str) -> None:
    client = bilingual.test_client()
    page = client.get("/", headers={"Accept-Language": asked}).text
    assert '<html lang="en">' in page
    assert "Skip to the main part" in page
    assert "Lumaktaw" not in page


def test_filipino_is_off_unless_the_operator_offers_it(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Language": "fil"}).text
    assert '<html lang="en">' in page
    assert "Lumaktaw" not in page
