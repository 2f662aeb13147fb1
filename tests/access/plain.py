"""The addresses of the program, with a refusal said in one word: two of three answers of the table are refusals.

The whole pages of refusal are asked for by ``test_a_refusal_shows_nothing_of_the_place``.
"""

from django.http import HttpRequest, HttpResponse

from rumahbersama.urls import handler400, handler500, urlpatterns


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return HttpResponse("403", status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return HttpResponse("404", status=404)


__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
