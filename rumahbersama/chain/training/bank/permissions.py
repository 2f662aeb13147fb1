"""Who may see question banks: only those who run training at their place, because the keys stand in them.

Others who are in sight of the place get 403; everybody else 404.
"""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from rumahbersama.chain.training.bank.models import Bank, BankImport, Item
from rumahbersama.chain.training.bank.rules import IN_USE, RETIRED
from rumahbersama.ground.people.permissions import get_region_to, require_somewhere, scope_of, within
from rumahbersama.ground.people.roles import RUN_TRAINING
from rumahbersama.ground.regions.models import Region


def visible_banks(user: Any) -> QuerySet[Bank]:  # noqa: ANN401 - Account or AnonymousUser
    """Return the banks of the places where the user runs training, with their counts."""
    places = scope_of(user).places_for(RUN_TRAINING)
    if not places:
        return Bank.objects.none()
    return (
        Bank.objects.filter(within(places))
        .select_related("region")
        .annotate(
            item_count=Count("items", filter=~Q(items__state=RETIRED)),
            used_count=Count("items", filter=Q(items__state=IN_USE)),
        )
    )


def require_training(user: Any) -> list[str]:  # noqa: ANN401
    """Return the places where the user runs training; 403 for who runs none."""
    return require_somewhere(user, RUN_TRAINING).places_for(RUN_TRAINING)


def may_keep_bank(user: Any, region: Region) -> bool:  # noqa: ANN401
    """Tell whether the user runs training at a place, and so keeps its banks."""
    return scope_of(user).may(RUN_TRAINING, region.code)


def get_bank(user: Any, number: int) -> Bank:  # noqa: ANN401
    """Return a bank that the user may read and change; 404 out of sight, 403 in sight of its place."""
    found = Bank.objects.select_related("region").filter(pk=number).first()
    if found is None:
        raise Http404
    get_region_to(user, found.region.code, RUN_TRAINING)
    return found


def get_item(user: Any, number: int) -> Item:  # noqa: ANN401
    """Return a question of a bank that the user may read and change."""
    found = Item.objects.select_related("bank__region", "topic", "current", "brought_by").filter(pk=number).first()
    if found is None:
        raise Http404
    get_region_to(user, found.bank.region.code, RUN_TRAINING)
    return found


def get_import(user: Any, number: int) -> BankImport:  # noqa: ANN401
    """Return an import into a bank that the user may read and change."""
    found = BankImport.objects.select_related("bank__region").filter(pk=number).first()
    if found is None:
        raise Http404
    get_region_to(user, found.bank.region.code, RUN_TRAINING)
    return found
