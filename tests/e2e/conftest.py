"""Case files for whole programs to open."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui.service import Service


@pytest.fixture
def filled(db: Path) -> Path:
    service = Service(db)
    for name in ("甲店", "乙店", "丙店"):
        service.add({"merchant": name, "item": f"{name}的货", "platform": "taobao", "paid": "100"})
    return db
