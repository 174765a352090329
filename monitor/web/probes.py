"""/livez, /readyz and /metrics: what do supervisors and Prometheus ask?

Not pure: answers HTTP. In: the service's health and metrics. Out: short answers that ask no database.
"""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from monitor.service import Service


def router(service: Service) -> APIRouter:
    """Make the routes of the probes."""
    routes = APIRouter(tags=["probes"])

    @routes.get("/livez")
    async def livez() -> JSONResponse:
        """Say whether the process is worth keeping: 200, or 503 where the scheduler has stopped."""
        alive = service.health.is_alive
        return JSONResponse({"alive": alive}, status_code=200 if alive else 503)

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        """Say whether the service does its work: 200, or 503 with the reasons by part."""
        problems = service.health.problems()
        return JSONResponse({"ready": not problems, "problems": problems}, status_code=503 if problems else 200)

    @routes.get("/metrics")
    async def metrics() -> Response:
        """Give the metrics in Prometheus' text format."""
        return Response(service.metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes
