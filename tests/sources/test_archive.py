from pathlib import Path

from sources import Home, take_in


def home_with(tmp_path: Path, **files: bytes) -> Home:
    home = Home(tmp_path).create()
    for name, content in files.items():
        (home.inbox / f"{name}.csv").write_bytes(content)
    return home


def test_the_archive_keeps_the_bytes_under_their_hash(tmp_path: Path) -> None:
    home = home_with(tmp_path, a=b"one")
    (arrival,) = take_in(home)
    assert arrival.path.read_bytes() == b"one"
    assert arrival.path.name == f"{arrival.sha256}.csv" and arrival.delivery_id == arrival.sha256[:16]
    assert arrival.inbox_path.exists()
    arrival.forget()
    assert list(take_in(home)) == []


def test_the_same_bytes_twice_are_one_delivery(tmp_path: Path) -> None:
    first, second = take_in(home_with(tmp_path, a=b"same", b=b"same"))
    assert first.delivery_id == second.delivery_id
    assert len(list((tmp_path / "archive").iterdir())) == 1


def test_a_file_replaced_meanwhile_stays_for_the_next_run(tmp_path: Path) -> None:
    home = home_with(tmp_path, a=b"one")
    (arrival,) = take_in(home)
    (home.inbox / "a.csv").write_bytes(b"corrected")
    arrival.forget()
    (again,) = take_in(home)
    assert again.path.read_bytes() == b"corrected"


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    (home.archive / ".partial-1234").write_bytes(b"half")
    assert list(take_in(home)) == [] and list(home.archive.iterdir()) == []


def test_a_folder_of_the_inbox_names_the_sender(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    (home.inbox / "怀柔区").mkdir()
    (home.inbox / "怀柔区" / "表.csv").write_bytes(b"x")
    assert [arrival.sender for arrival in take_in(home)] == ["怀柔区"]


def test_lock_files_and_links_are_left_alone(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    (home.inbox / "~$a.xlsx").write_bytes(b"x")
    (home.inbox / ".hidden").write_bytes(b"x")
    (home.inbox / "link.csv").symlink_to("/etc/hostname")
    assert list(take_in(home)) == []
