"""Markdown, one of the text formats of Moodle, as HTML."""

import re

from assessments.kinds.grammar.imports.draft import EMBEDDED, UnfitError

_MARKDOWN = (
    (re.compile(r"(?<![\w*])\*\*(?=\S)([^*]+?)(?<=\S)\*\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"<i>\1</i>"),
    (re.compile(r"(?<!\w)__(?=[^\s_])([^_]+?)(?<=[^\s_])__(?!\w)"), r"<b>\1</b>"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"~~(?=\S)([^~]+?)~~"), r"<s>\1</s>"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"^#{1,6}\s+", re.MULTILINE), ""),
    (re.compile(r"^>\s?", re.MULTILINE), ""),
)
_MARKDOWN_PICTURE = re.compile(r"!\[[^\[\]]*\]\(")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\((?:https?:|/|mailto:)[^)\s]*\)")
_MARKDOWN_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def as_html(source: str) -> str:
    """Return Markdown as HTML, as far as a line of text uses it.

    Raises:
        UnfitError: the text embeds a picture.
    """
    if _MARKDOWN_PICTURE.search(source):
        raise UnfitError(EMBEDDED)
    source = _MARKDOWN_ESCAPE.sub(lambda match: f"&#{ord(match[1])};", source)
    source = _MARKDOWN_LINK.sub(r'<a href="">\1</a>', source)
    for pattern, replacement in _MARKDOWN:
        source = pattern.sub(replacement, source)
    return source
