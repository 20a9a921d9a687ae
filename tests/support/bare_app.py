"""A bare app that knows the templates and the addresses they lead to, and no room."""

from pathlib import Path

from flask import Blueprint, Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

ROOT = Path(__file__).parents[2]


def _bare_app() -> Flask:
    app = Flask(
        "pieces", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.update(SECRET_KEY="a-key-of-the-tests", BABEL_DEFAULT_TIMEZONE="Asia/Manila")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    CSRFProtect(app)
    for room, endpoints in {
        "vacancies": ["overview"],
        "trainers": ["readiness"],
        "scenarios": ["list"],
        "accounts": ["password", "sign_out"],
    }.items():
        blueprint = Blueprint(room, room)
        for endpoint in endpoints:
            blueprint.add_url_rule(f"/{room}/{endpoint}", endpoint, lambda: "", methods=["POST"])
        app.register_blueprint(blueprint)
    assessments = Blueprint("assessments", "assessments")
    assessments.add_url_rule("/sittings/<sitting_id>", "take", lambda sitting_id: "")
    app.register_blueprint(assessments)
    return app


APP = _bare_app()
