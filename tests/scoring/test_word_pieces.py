"""Word pieces against the package that the encoder was trained with."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from scoring.tagger import FOLDER, split_words
from scoring.word_pieces import WordPieces

FILE = FOLDER / "tagger-pieces.txt"
LINES = FILE.read_text("utf-8").splitlines()
PIECES = WordPieces(FILE)
PACKAGE = Tokenizer(
    WordPiece({piece: number for number, piece in enumerate(LINES)}, unk_token="[UNK]")
)
PACKAGE.normalizer = BertNormalizer(lowercase=True)
PACKAGE.pre_tokenizer = BertPreTokenizer()


def theirs(word: str) -> list[int]:
    return PACKAGE.encode([word], is_pretokenized=True, add_special_tokens=False).ids


@pytest.mark.parametrize(
    "word", ["parcel", "Unbelievably", "n't", "₱250", "Parañaque", "GCash", "recieve", "1,250", "x"]
)
def test_pieces_are_the_packages(word: str):
    assert list(PIECES.of(word)) == theirs(word)


@given(st.text(alphabet=st.characters(codec="latin-1", categories=["L", "N", "P", "S"])))
def test_pieces_are_the_packages_for_any_western_text(text: str):
    for word in split_words(text):
        assert list(PIECES.of(word)) == (theirs(word) or [PIECES.of("我")[0]])


def test_a_word_without_a_known_piece_is_unknown():
    assert PIECES.of("我") == (LINES.index("[UNK]"),)


def test_a_file_without_the_pieces_that_every_model_has_is_refused(tmp_path: Path):
    file = tmp_path / "pieces.txt"
    file.write_text("[PAD]\na\n", "utf-8")
    with pytest.raises(ValueError, match="CLS"):
        WordPieces(file)
