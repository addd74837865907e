"""The interface does what its own description says, whatever is sent to it."""

import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from acceptance.people import INTEGRATOR, start_by_api

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 25


def test_the_interface_keeps_to_its_description(app: FastAPI, client: TestClient) -> None:
    """Valid and invalid requests to each route get described answers, and none breaks it."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    id = start_by_api(client).json()["conversation"]["id"]
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), is_known=st.booleans())
        def hold(case, is_known: bool) -> None:  # type: ignore[no-untyped-def]
            if is_known and "id" in (case.path_parameters or {}):
                case.path_parameters["id"] = id
            response = case.call(headers=INTEGRATOR)
            case.validate_response(response, checks=CHECKS)

        hold()


def test_the_description_names_every_error_in_its_shape(client: TestClient) -> None:
    """Each route of the interface describes its refusals with the one shape."""
    description = client.get("/api/openapi.json").json()
    assert set(description["paths"]) == {
        "/api/v1/complaints",
        "/api/v1/complaints/{id}",
        "/api/v1/contacts/{id}",
        "/api/v1/contacts/{id}/export",
        "/api/v1/contacts/{id}/memory",
        "/api/v1/contacts/{id}/memory/{fact_id}",
        "/api/v1/conversations",
        "/api/v1/conversations/{id}",
        "/api/v1/conversations/{id}/give-back",
        "/api/v1/conversations/{id}/handoff",
        "/api/v1/conversations/{id}/messages",
        "/api/v1/conversations/{id}/resolution",
        "/api/v1/conversations/{id}/take-over",
        "/api/v1/readings",
    }
    for path in description["paths"].values():
        for operation in path.values():
            for status in ("403", "404", "409", "422", "429", "503"):
                content = operation["responses"][status]["content"]["application/json"]
                assert content["schema"]["$ref"].endswith("/ErrorBody"), status


def test_health_and_figures_tell_no_names(client: TestClient) -> None:
    """Live and ready; counts by author, step and state, and nothing that anybody wrote."""
    begun = start_by_api(client, contact={"name": "Zanzibar"}).json()["conversation"]["id"]
    path = f"/api/v1/conversations/{begun}/messages"
    client.post(path, json={"text": "Zanzibar wants to talk to a person"}, headers=INTEGRATOR)
    assert client.get("/health").json() == {
        "live": True,
        "ready": True,
        "store": True,
        "degraded": True,
    }
    figures = client.get("/metrics").text
    assert "warmline_reading_seconds_count 1.0" in figures
    assert 'warmline_handoffs{state="offered"} 1.0' in figures
    assert "Zanzibar" not in figures
    assert begun not in figures
