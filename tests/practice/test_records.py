"""Nothing that was acknowledged is ever lost, whatever happens to the file."""

import json
import random
import sqlite3
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from salescourse import check, progress, quiz, review
from salescourse.practice import storage
from salescourse.practice.events import new_event
from salescourse.practice.records import Records, RecordsWarning, records
from salescourse.practice.transfer import to_text

# Writes attempts first..last-1 one by one, and says each number once it is saved.
WRITER = """
import sys, uuid
from salescourse.practice.events import new_event
from salescourse.practice.records import Records
path, writer, first, last = sys.argv[1], *map(int, sys.argv[2:])
mine = Records(path)
print("ready", flush=True)
for number in range(first, last):
    event = new_event("attempt", f"item-{number % 7}", answer=number, score=0.5)
    event["id"] = str(uuid.UUID(int=writer * 10**6 + number))
    if event["id"] in mine.add([event]):
        print(number, flush=True)
"""


def attempt(number=1, **changes):
    made = new_event("attempt", "decisions-1", answer=number, score=1.0)
    return {**made, "id": str(uuid.UUID(int=number)), **changes}


def ids(store):
    return {event["id"] for event in store.events()}


def start_writer(path, writer, first, last):
    command = [sys.executable, "-W", "ignore", "-c", WRITER]
    numbers = [str(number) for number in (writer, first, last)]
    return subprocess.Popen(
        [*command, str(path), *numbers], stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "progress.sqlite3"


@pytest.fixture
def store(path):
    return Records(path)


def test_an_attempt_is_there_for_the_next_notebook(store, path):
    one = attempt(1, answer={"picked": ["b"], "½": None})
    assert store.add([one]) == [one["id"]]
    assert Records(path).events() == [one]


def test_adding_the_same_event_twice_changes_nothing(store):
    one = attempt(1)
    store.add([one])
    assert store.add([{**one, "answer": "forged"}]) == [one["id"]]
    assert store.events() == [one]


def test_events_come_oldest_first_whenever_they_arrived(store):
    late = attempt(1, at="2026-11-23T15:00:00.000Z")
    early = attempt(2, at="2026-11-23T14:00:00.000Z")
    store.add([late])
    store.add([early])
    assert [event["answer"] for event in store.events()] == [2, 1]


def test_events_of_chosen_items_only(store):
    store.add([attempt(1), attempt(2, item="impulse-1"), attempt(3, item="agility-1")])
    chosen = store.events(["impulse-1", "agility-1", "no-such-item"])
    assert [event["answer"] for event in chosen] == [2, 3]
    assert store.events([]) == []


def test_a_malformed_event_keeps_its_whole_batch_out(store):
    with pytest.raises(ValueError, match="score must be between 0 and 1"):
        store.add([attempt(1), attempt(2, score=35)])
    assert store.events() == []
    assert store.add([attempt(3)]) == [attempt(3)["id"]]


def test_scores_count_from_the_last_reset(store):
    first = attempt(1, at="2026-11-23T15:00:00.000Z")
    reset = attempt(2, kind="reset", score=None, at="2026-11-23T15:00:01.000Z")
    again = attempt(3, score=0.5, at="2026-11-23T15:00:02.000Z")
    store.add([first, reset, again])
    assert [event["score"] for event in store.events()][-1] == 0.5
    assert len(store.events()) == 3


def test_reading_makes_no_file(store, path):
    assert store.events() == []
    assert store.add([]) == []
    assert not path.parent.exists()


def test_the_default_store_is_in_the_learners_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("SALESCOURSE_HOME", str(tmp_path))
    assert records().path == tmp_path / "progress.sqlite3"
    assert records() is records()
    assert Records().path == records().path


def test_every_acknowledged_attempt_of_a_thousand_survives_nine_kills(path):
    dice = random.Random(20261123)
    acknowledged: set[int] = set()
    for enough in [*(dice.randint(20, 90) for _ in range(9)), None]:
        writer = start_writer(path, 1, len(acknowledged), 1_000)
        assert writer.stdout.readline() == "ready\n"
        if enough:
            acknowledged |= {int(writer.stdout.readline()) for _ in range(enough)}
            time.sleep(dice.uniform(0, 0.004))  # about two commits: hit any part of one
            writer.kill()
        acknowledged |= {int(line) for line in writer.communicate()[0].split()}
        stored = {event["answer"] for event in Records(path).events()}
        assert acknowledged <= stored
    assert stored == set(range(1_000))


def test_four_notebooks_writing_at_once_lose_nothing(path):
    writers = [start_writer(path, number, 0, 60) for number in range(1, 5)]
    said = [writer.communicate()[0].split() for writer in writers]
    assert [len(lines) for lines in said] == [61] * 4
    assert len(Records(path).events()) == 240


def test_threads_of_one_kernel_lose_nothing(store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.add([attempt(number)]), range(80)))
    assert len(store.events()) == 80


def test_the_file_never_uses_a_write_ahead_log_and_syncs_every_commit(path):
    Records(path).add([attempt(1)])
    with closing(storage._connect(path)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert file.execute("PRAGMA synchronous").fetchone()[0] >= 2  # 2 is FULL
    assert [one.name for one in path.parent.iterdir()] == ["progress.sqlite3"]


def test_an_export_moves_a_learner_without_loss_or_double_counting(store, tmp_path):
    store.add([attempt(1), attempt(2)])
    other = Records(tmp_path / "other.sqlite3")
    other.add([attempt(2), attempt(3)])
    brought = other.import_file(store.export(tmp_path / "mine.json"))
    assert str(brought) == "1 new entry, 1 you had already."
    assert str(store.import_file(other.export(tmp_path / "back.json"))) == (
        "1 new entry, 2 you had already."
    )
    assert ids(store) == ids(other) == {attempt(n)["id"] for n in (1, 2, 3)}


def test_an_export_never_overwrites_a_file(store, tmp_path):
    store.add([attempt(1)])
    target = tmp_path / "mine.json"
    target.write_text("precious")
    with pytest.raises(FileExistsError, match="Choose another name"):
        store.export(target)
    assert target.read_text() == "precious"


def test_an_export_that_fails_leaves_no_half_file(store, tmp_path, monkeypatch):
    def full(self, *args, **kwargs):
        file = real(self, *args, **kwargs)
        file.close()

        class Full:
            def __enter__(self):
                return self

            def __exit__(self, *exc):
                return False

            def write(self, text):
                raise OSError(28, "No space left on device")

        return Full()

    real = Path.open
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        store.export(tmp_path / "mine.json")
    assert not (tmp_path / "mine.json").exists()


def test_malformed_entries_of_an_import_are_left_out_by_sentence(store, tmp_path):
    file = tmp_path / "odd.json"
    content = json.loads(to_text([attempt(1)]))
    content["events"] += [{"kind": "attempt"}, attempt(2, kind="<b>"), None]
    file.write_text(json.dumps(content))
    brought = store.import_file(file)
    assert (brought.new, brought.had, len(brought.complaints)) == (1, 0, 3)
    assert "3 left out" in str(brought)
    assert ids(store) == {attempt(1)["id"]}


def test_an_import_of_something_else_stores_nothing(store, tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(b"\x89PNG\r\n\xff\xfe")
    with pytest.raises(ValueError, match=r"cat\.png is not a progress file"):
        store.import_file(picture)
    assert store.events() == []


def test_text_from_an_import_is_only_data(store, tmp_path):
    nasty = "'); DROP TABLE events; --<script>alert(1)</script>"
    file = tmp_path / "nasty.json"
    file.write_text(to_text([attempt(1, answer=nasty)]))
    store.import_file(file)
    assert store.events()[0]["answer"] == nasty


def test_a_home_that_cannot_be_written_keeps_answers_in_memory_and_says_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = Records(tmp_path / "file" / "progress.sqlite3")
    with pytest.warns(RecordsWarning, match="cannot be read or written"):
        saved = store.add([attempt(1)])
    assert saved == []
    assert "memory only" in store.notice
    assert ids(store) == {attempt(1)["id"]}
    assert store.events(["impulse-1"]) == []


def test_a_read_only_file_is_still_read_and_new_answers_wait(store, path, monkeypatch):
    store.add([attempt(1)])
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(storage, "_connect", read_only)
        with pytest.warns(RecordsWarning, match="readonly"):
            assert store.add([attempt(2)]) == []
        assert ids(store) == {attempt(1)["id"], attempt(2)["id"]}
        assert path.read_bytes() == before
    assert set(store.add([attempt(3)])) == {attempt(2)["id"], attempt(3)["id"]}
    assert store.notice is None
    assert ids(Records(path)) == {attempt(n)["id"] for n in (1, 2, 3)}


def read_only(path):
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)


def test_a_full_disk_loses_nothing_and_is_told_once(store, path, monkeypatch):
    store.add([attempt(1)])
    real = storage._connect

    def full(path):
        file = real(path)
        file.execute("PRAGMA max_page_count = 1")  # no page more than there are
        return file

    big = attempt(2, answer="x" * 50_000)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "_connect", full)
        with pytest.warns(RecordsWarning, match="disk is full"):
            assert store.add([big]) == []
        assert store.add([big]) == []  # a second warning would be an error here
    assert ids(Records(path)) == {attempt(1)["id"]}
    assert store.add([big]) == [big["id"]]
    assert store.notice is None


def test_a_file_held_by_another_program_is_told_and_tried_again(
    store, path, monkeypatch
):
    store.add([attempt(1)])
    monkeypatch.setattr(storage, "BUSY_TIMEOUT_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.warns(RecordsWarning, match="is busy"):
            assert store.add([attempt(2)]) == []
    assert len(store.add([attempt(3)])) == 2


def test_a_file_that_is_no_database_is_kept_aside(store, path):
    path.parent.mkdir()
    path.write_bytes(b"not a database " * 500)
    with pytest.warns(RecordsWarning, match=r"progress\.corrupt-1\.sqlite3"):
        assert store.add([attempt(1)]) == [attempt(1)["id"]]
    aside = path.with_name("progress.corrupt-1.sqlite3")
    assert aside.read_bytes() == b"not a database " * 500
    assert ids(Records(path)) == {attempt(1)["id"]}


def test_a_second_damaged_file_never_overwrites_the_first(path):
    path.parent.mkdir()
    for text in (b"first " * 999, b"second " * 999):
        path.write_bytes(text)
        with pytest.warns(RecordsWarning):
            Records(path).events()
    kept = sorted(path.parent.glob("progress.corrupt-*.sqlite3"))
    assert [one.read_bytes()[:5] for one in kept] == [b"first", b"secon"]


def test_what_a_damaged_file_still_tells_is_rescued(store, path):
    store.add([attempt(n, answer="x" * 1_000) for n in range(100)])
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(damaged)
    fresh = Records(path)
    with pytest.warns(RecordsWarning, match="entries could be rescued"):
        rescued = ids(fresh)
    assert 50 <= len(rescued) < 100
    assert path.with_name("progress.corrupt-1.sqlite3").read_bytes() == damaged


def test_what_was_rescued_waits_while_the_disk_is_full(store, path, monkeypatch):
    store.add([attempt(n, answer="x" * 1_000) for n in range(100)])
    damaged = bytearray(path.read_bytes())
    damaged[-4096:] = b"\xff" * 4096
    path.write_bytes(damaged)
    fresh = Records(path)
    real = storage.write
    monkeypatch.setattr(storage, "write", full_disk)
    with pytest.warns(RecordsWarning, match="disk is full.*rescued"):
        rescued = ids(fresh)
    assert len(rescued) > 50
    monkeypatch.setattr(storage, "write", real)
    fresh.add([attempt(500)])
    assert ids(Records(path)) == rescued | {attempt(500)["id"]}


def full_disk(path, events):
    raise OSError(28, "No space left on device")


def test_damage_in_a_page_that_no_query_needs_is_found_too(store, path):
    store.add([attempt(n, item=f"item-{n}", answer="x" * 3_000) for n in range(40)])
    damaged = bytearray(path.read_bytes())
    damaged[-4096:] = b"\xff" * 4096
    path.write_bytes(damaged)
    with pytest.warns(RecordsWarning, match="damaged"):
        assert len(Records(path).events(["item-1"])) == 1


def test_a_journal_left_beside_a_damaged_file_goes_aside_with_it(store, path):
    store.add([attempt(1)])
    Path(f"{path}-journal").write_bytes(b"half a commit")
    aside = storage._set_aside(path)
    assert not Path(f"{path}-journal").exists()
    assert Path(f"{aside}-journal").read_bytes() == b"half a commit"


def test_notebooks_that_find_the_damage_together_begin_one_new_file(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database " * 500)
    writers = [start_writer(path, number, 0, 10) for number in range(1, 5)]
    said = [writer.communicate()[0].split() for writer in writers]
    assert [len(lines) for lines in said] == [11] * 4
    assert len(Records(path).events()) == 40
    assert len(list(path.parent.glob("progress.corrupt-*.sqlite3"))) == 1


def test_a_file_that_another_notebook_mended_meanwhile_is_left_alone(store, path):
    store.add([attempt(1)])
    assert storage.set_aside_broken(path) is None
    assert ids(store) == {attempt(1)["id"]}


def test_a_file_of_a_newer_course_is_left_as_it_is(store, path):
    store.add([attempt(1)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    fresh = Records(path)
    with pytest.warns(RecordsWarning, match="newer version of this course"):
        assert fresh.add([attempt(2)]) == []
    assert ids(fresh) == {attempt(2)["id"]}
    assert path.read_bytes() == before


def insert(path, **changes):
    """Write a row past every check, as a damaged disk or another version might."""
    row = {**attempt(2), "answer": "7", **changes}
    columns, places = ", ".join(row), ", ".join("?" * len(row))
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            f"INSERT INTO events ({columns}) VALUES ({places})", [*row.values()]
        )
        file.commit()


def rows(path):
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT * FROM events ORDER BY id").fetchall()


ODD = {
    "no JSON": {"answer": "{oops"},
    "no text": {"answer": b"\xff\xfe"},
    "half a letter": {"item": b"decisions-\xc3"},
    "a time that is none": {"at": "yesterday"},
    "a time that is a number": {"at": 7},
    "no number": {"answer": "NaN"},
    "a list for a kind": {"kind": '["attempt"]'},
    "a kind of a later version": {"kind": "game"},
    "a field of a later version": {"more": '{"seconds": 41}'},
}


@pytest.mark.parametrize("changes", ODD.values(), ids=ODD)
def test_an_odd_entry_stops_nothing_and_stays_where_it_is(learner, tmp_path, changes):
    path = learner / "progress.sqlite3"
    Records(path).add([attempt(1, item="decisions-survey")])
    insert(path, **{"item": "decisions-survey", **changes})
    before = rows(path)
    with pytest.warns(RecordsWarning, match=r"left as they are|kept for it"):
        shown = [progress(), review(), quiz("decisions")]
    assert all("Some entries" in widget.notice for widget in shown)
    assert all(widget.stored[0] == attempt(1)["id"] for widget in shown)
    assert shown[2].stored == [attempt(1)["id"]]
    records().add([attempt(3)])
    text = records().export(tmp_path / "mine.json").read_text(encoding="utf-8")
    later = "later" in records().notice
    assert len(json.loads(text)["events"]) == 2 + later
    assert [row for row in rows(path) if row[0] != attempt(3)["id"]] == before


def test_a_column_of_a_later_version_is_carried_into_an_export(store, path, tmp_path):
    store.add([attempt(1)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE events ADD COLUMN mood TEXT")
    insert(path, mood="calm", answer="[7]")
    fresh = Records(path)
    with pytest.warns(RecordsWarning, match="later version of this course"):
        assert ids(fresh) == {attempt(1)["id"]}
    other = Records(tmp_path / "other.sqlite3")
    with pytest.warns(RecordsWarning, match="later version of this course"):
        brought = other.import_file(fresh.export(tmp_path / "mine.json"))
    assert "made by a later version" in str(brought)
    assert other.everything() == fresh.everything()
    assert other.everything()[-1] == attempt(2, answer=[7]) | {
        "mood": "calm",
        "at": other.everything()[-1]["at"],
    }


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
def test_what_a_later_version_made_is_rescued_too(store, path):
    store.add([attempt(n, answer="x" * 1_000) for n in range(100)])
    store.add([{**attempt(500), "kind": "game", "moves": [1]}])
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(damaged)
    fresh = Records(path)
    assert fresh.everything()[-1]["moves"] == [1]
    assert "damaged" in fresh.notice


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
def test_a_newer_file_stops_no_widget_and_each_says_so(learner):
    path = learner / "progress.sqlite3"
    Records(path).add([attempt(1)])
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    for widget in (quiz("decisions"), progress(), review()):
        assert "newer version of this course" in widget.notice
    assert path.read_bytes() == before


def test_half_a_sign_that_an_earlier_version_stored_can_be_exported(
    store, path, tmp_path
):
    store.add([attempt(1)])
    insert(path, answer='{"\\ud800": "a\\udc00"}')
    assert store.events()[-1]["answer"] == {"\ufffd": "a\ufffd"}
    file = store.export(tmp_path / "mine.json")
    other = Records(tmp_path / "other.sqlite3")
    assert other.import_file(file).new == 2
    assert other.events() == store.events()


def test_half_a_sign_in_an_answer_in_code_is_recorded():
    check("decisions-1", "\ud800")
    check("decisions-1", {"\udc00": 1})
    assert not check("decisions-1", 0.123456).correct
    records().export(records().path.with_name("mine.json"))


@pytest.mark.parametrize("version", range(len(storage.STEPS)))
def test_a_file_of_every_earlier_version_is_lifted_to_this_one(store, path, version):
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file:
        for step in storage.STEPS[:version]:
            file.execute(step)
        if version:
            row = [attempt(1)[name] for name in storage._COLUMNS[:5]]
            file.execute("INSERT INTO events VALUES (?,?,?,?,?,'7',1.0)", row)
        file.execute(f"PRAGMA user_version = {version}")
        file.commit()
    assert [event["answer"] for event in store.events()] == [7] * min(version, 1)
    store.add([attempt(2)])
    with closing(sqlite3.connect(path)) as file:
        assert storage._version(file) == len(storage.STEPS)
        assert file.execute("PRAGMA index_list(events)").fetchall()


def test_a_migration_that_fails_leaves_the_file_as_it_was(store, path, monkeypatch):
    store.add([attempt(1)])
    steps = (*storage.STEPS, "ALTER TABLE events ADD COLUMN mood", "NOT SQL")
    monkeypatch.setattr(storage, "STEPS", steps)
    with pytest.warns(RecordsWarning, match="cannot be read or written"):
        Records(path).events()
    monkeypatch.undo()
    assert ids(Records(path)) == {attempt(1)["id"]}
