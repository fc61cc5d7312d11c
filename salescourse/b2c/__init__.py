"""Models of the B2C cycle, a folder per chapter."""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__all__ = ["channels", "impulse", "loyalty"]

if TYPE_CHECKING:
    from salescourse.b2c import channels, impulse, loyalty
else:
    __getattr__, __dir__ = lazily(__name__, "channels", "impulse", "loyalty")
