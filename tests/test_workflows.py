"""CI, Pages and Binder run the same commands as everybody."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

import salescourse
from salescourse.paths import LEARNER_FOLDER
from salescourse.teach.book import NAME
from salescourse.teach.lab.start import START

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def steps(name: str) -> list[dict]:
    """Return all steps of a workflow."""
    text = (ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def commands(name: str) -> set[str]:
    """Return what a workflow types into a shell."""
    return {step["run"] for step in steps(name) if "run" in step}


def faults(text: str) -> list[str]:
    """Hold a workflow to the schema of GitHub's that check-jsonschema carries."""
    vendored = "builtin_schemas/vendor/github-workflows.json"
    schema = json.loads(files("check_jsonschema").joinpath(vendored).read_text("utf-8"))
    workflow = yaml.safe_load(text)
    workflow["on"] = workflow.pop(True)  # so YAML 1.1 reads the word
    return [fault.message for fault in Draft7Validator(schema).iter_errors(workflow)]


def test_the_workflows_are_what_github_expects():
    names = [path.name for path in WORKFLOWS]
    assert names == ["pages.yml", "release.yml", "test.yml"]
    for path in WORKFLOWS:
        assert faults(path.read_text(encoding="utf-8")) == []


def test_a_misspelt_workflow_would_be_found():
    text = WORKFLOWS[0].read_text(encoding="utf-8")
    assert faults(text.replace("runs-on", "run-on"))


def test_they_run_what_everybody_runs():
    assert commands("test.yml") == {
        "python3 course.py test",
        "python course.py book --no-serve",
    }
    assert commands("pages.yml") == {
        "python3 course.py book --zip",
        f"unzip -q _build/{NAME}.zip -d _site",
    }


def test_pages_publishes_the_archive_that_everybody_can_take_home():
    (upload,) = [
        step for step in steps("pages.yml") if "upload-pages" in step.get("uses", "")
    ]
    assert upload["with"]["path"] == f"_site/{NAME}"


def test_a_tag_becomes_a_wheel_and_an_archive_of_its_version(tmp_path):
    pins = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    said = commands("release.yml")
    assert {c for c in said if "pip install" in c} == {
        "python -m pip install hatchling==1.33.0"
    }
    assert 'requires = ["hatchling==1.33.0"]' in pins
    (compared,) = [c for c in said if "GITHUB_REF_NAME" in c and "test" in c[:5]]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for tag, status in ((f"v{salescourse.__version__}", 0), ("v0.0.9", 1)):
        environment = {**os.environ, "PATH": path, "GITHUB_REF_NAME": tag}
        done = subprocess.run(["bash", "-c", compared], cwd=ROOT, env=environment)
        assert done.returncode == status
    assert "python -m hatchling build" in said
    build = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
        # What a wheel is made of, so that it can be made of the archive.
        assert {"pyproject.toml", "requirements.txt", "_config.yml", "course.py",
                "book/pictures/favicon.svg", "notebooks/00_map.ipynb",
                "data/questions/map.yml"} <= inside  # fmt: skip
        assert not [name for name in inside if name.startswith((".venv", "_build"))]


def test_the_citation_is_one_and_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == salescourse.__version__
    needed = {"cff-version", "message", "title", "authors", "license"}
    assert needed <= set(citation)
    title = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["title"]
    assert citation["title"].startswith(title)
    own = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert own["license"].split(" AND ") == citation["license"]
    assert own["version"] == salescourse.__version__


def test_ci_run_is_the_test_command_wherever_it_is_called_from(tmp_path):
    (tmp_path / "python3").write_text('#!/bin/sh\necho "$PWD $@"\nexit 7\n')
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["bash", ROOT / ".ci" / "run"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.stdout == f"{ROOT} course.py test\n"
    assert done.returncode == 7
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.fixture
def binder(tmp_path: Path) -> Path:
    """Make a folder in which `python` only tells what it was asked."""
    (tmp_path / "python").write_text('#!/bin/sh\necho "python $@"\n')
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def run_binder(name: str, tools: Path, *words: str) -> list[str]:
    """Run one of Binder's scripts from the root, as Binder does."""
    done = subprocess.run(
        [ROOT / ".binder" / name, *words],
        cwd=ROOT,
        env={"PATH": f"{tools}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_binder_installs_the_package_beside_the_pinned_ones(binder):
    (said,) = run_binder("postBuild", binder)
    assert said.startswith("python -m pip install --no-deps")
    assert said.endswith("--editable .")
    pinned = (ROOT / ".binder" / "requirements.txt").read_text().splitlines()
    assert pinned[-1] == "-r ../requirements.txt"


def test_binder_opens_the_learners_own_copy(binder):
    said = run_binder("start", binder, "sh", "-c", "echo config $JUPYTER_CONFIG_PATH")
    assert said[0] == "python -m salescourse.teach.cli lab --no-start"
    assert said[1] == f"config {ROOT / '.binder'}"


def test_binder_starts_jupyter_in_the_learners_folder():
    settings = json.loads((ROOT / ".binder" / "jupyter_server_config.json").read_text())
    assert settings["ServerApp"]["default_url"] == f"/lab/tree/{LEARNER_FOLDER}/{START}"
    assert (ROOT / settings["LabApp"]["app_settings_dir"] / "overrides.json").is_file()
