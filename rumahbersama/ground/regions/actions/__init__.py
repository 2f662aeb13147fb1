"""Writing regions: editions, links, shapes, centroids, local words."""

from rumahbersama.ground.regions.actions.centroids import load_centroids
from rumahbersama.ground.regions.actions.counts import refresh_counts
from rumahbersama.ground.regions.actions.edition import (
    EditionPreview,
    commit_edition,
    ensure_nation,
    load_edition,
    preview_edition,
)
from rumahbersama.ground.regions.actions.links import LinkPlan, link_regions, mark_ended, plan_link
from rumahbersama.ground.regions.actions.shapes import load_shapes
from rumahbersama.ground.regions.actions.uploads import receive_upload, start_loading
from rumahbersama.ground.regions.actions.words import set_word

__all__ = [
    "EditionPreview",
    "LinkPlan",
    "commit_edition",
    "ensure_nation",
    "link_regions",
    "load_centroids",
    "load_edition",
    "load_shapes",
    "mark_ended",
    "plan_link",
    "preview_edition",
    "receive_upload",
    "refresh_counts",
    "set_word",
    "start_loading",
]
