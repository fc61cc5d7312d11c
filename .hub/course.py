"""What a JupyterHub needs for this course; JupyterHub reads it as configuration.

The Littlest JupyterHub takes it from /opt/tljh/config/jupyterhub_config.d/, any other hub
by `load_subconfig("/srv/course/.hub/course.py")` in its jupyterhub_config.py.
"""

from pathlib import Path

COURSE = Path(__file__).resolve().parents[1]

c = get_config()  # noqa: F821 - JupyterHub gives it
c.Spawner.cmd = [str(COURSE / ".hub" / "start"), "jupyterhub-singleuser"]
c.Spawner.default_url = "/lab/tree/my_course/Start.md"
# So that JupyterLab opens pages as pages, and asks its makers for no news.
settings = COURSE / "salescourse" / "teach" / "lab" / "settings"
c.Spawner.args = [f"--LabApp.app_settings_dir={settings}"]
# The first start makes the copies, which takes long where many start at once. Of a local
# server the hub takes the wait for its first answer by itself: half a minute, if unsaid.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
