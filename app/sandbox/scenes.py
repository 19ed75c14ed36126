"""One picture of the small town with its labels, from a number: the same number gives the same bytes."""

import random

from app.sandbox import actors
from app.sandbox.canvas import Canvas, encoded, points_of
from app.sandbox.scenery import Street, draw_ground, draw_houses, draw_lanes, draw_sky
from app.sandbox.shelves import Stock
from app.sandbox.world import Document

WIDTH, HEIGHT = 960, 640
WEATHERS = ("sunny", "sunny", "cloudy", "evening", "foggy")
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def draw_scene(place: str, number: int) -> Stock:
    """Return a scene.

    Args:
        place: "streets", "crossings" or "outskirts".
        number: Position in the dataset.
    """
    pick = random.Random(f"{place}/{number}")
    weather = pick.choice(WEATHERS)
    canvas = Canvas(WIDTH, HEIGHT, pick)
    horizon = pick.randint(262, 300)
    street = Street(horizon, pick.uniform(420, 540), pick.uniform(440, 520), pick.uniform(330, 420), HEIGHT)
    is_country = place == "outskirts"
    draw_sky(canvas, weather, horizon)
    draw_ground(canvas, street, is_country)
    if not is_country or number % 3 == 0:
        draw_houses(canvas, horizon, f"{pick.randint(1880, 2015)}-05-{pick.randint(10, 28)}T00:00:00.000Z")
    draw_ground_again(canvas, street)
    draw_lanes(canvas, street, has_crossing=place == "crossings")
    _furnish(canvas, street, is_country)
    _populate(canvas, street, number)
    mime = "image/png" if number % 40 == 17 else "image/webp" if number % 20 == 11 else "image/jpeg"
    document: Document = {
        "size": {"height": HEIGHT, "width": WIDTH},
        "tags": _image_tags(pick, weather, number),
        "objects": canvas.objects,
    }
    name = f"{place}_{number + 1:04d}{ENDINGS[mime]}"
    meta = {"camera": pick.choice(("A", "B")), "place": place} if number % 2 == 0 else {}
    return Stock(name, mime, WIDTH, HEIGHT, encoded(canvas.finished(), mime), document, meta)


def draw_ground_again(canvas: Canvas, street: Street) -> None:
    """Lay the road's far end over the feet of the houses."""
    far = [street.at(0.86, -1), street.at(0.93, -1), street.at(0.93, 1), street.at(0.86, 1)]
    canvas.polygon(far, (84, 86, 92))


def _image_tags(pick: random.Random, weather: str, number: int) -> list[Document]:
    tags: list[Document] = [
        {"name": "weather", "value": weather},
        {"name": "temperature", "value": pick.randint(-40, 320) / 10},
    ]
    if number % 3 == 0:
        tags.append({"name": "reviewed", "value": None})
    if number % 5 == 0:
        tags.append({"name": "note", "value": pick.choice(("look again", "good light", "Straße “Am Markt”"))})
    if number % 4 == 0:
        tags.append({"name": "taken", "value": f"2026-02-{pick.randint(10, 28)}T{pick.randint(10, 18)}:15:00.000Z"})
    return tags


def _furnish(canvas: Canvas, street: Street, is_country: bool) -> None:
    """Put trees, lamps, signs, a banner and a bin beside the road, far ones first."""
    pick = canvas.random
    for depth in sorted((pick.uniform(0.5, 0.86) for _ in range(6 if is_country else 3)), reverse=True):
        x, y = street.at(depth, pick.choice((-1, 1)) * pick.uniform(1.7, 2.4))
        if 60 < x < WIDTH - 60:
            actors.add_tree(canvas, x, y, 60 + 330 * (1 - depth))
    for depth in (0.74, 0.5):
        x, y = street.at(depth, pick.choice((-1.25, 1.25)))
        if 20 < x < WIDTH - 60:
            actors.add_lamp(canvas, x, y, 90 + 260 * (1 - depth))
    x, y = street.at(0.6, pick.choice((-1.12, 1.12)))
    actors.add_sign(canvas, x, y, 150)
    if not is_country:
        actors.add_banner(canvas, pick.uniform(120, WIDTH - 260), street.horizon - 70, pick.uniform(70, 120))
    if pick.random() < 0.5:
        x, y = street.at(0.55, pick.choice((-1.35, 1.35)))
        actors.add_bin(canvas, min(max(x, 30), WIDTH - 30), y, 44)


def _populate(canvas: Canvas, street: Street, number: int) -> None:
    """Put people on the pavements and cars on the road, far ones first."""
    pick = canvas.random
    for depth in (0.66, 0.48, 0.3):
        if pick.random() < 0.7:
            x, y = street.at(depth, pick.choice((-1, 1)) * pick.uniform(1.15, 1.35))
            if 40 < x < WIDTH - 40:
                actors.add_person(canvas, x, y, 50 + 190 * (1 - depth))
    if number % 3 == 1:
        x, y = street.at(0.62, -0.9)
        actors.add_van(canvas, x, y, 72)
    for depth, side in ((0.78, -0.45), (0.58, 0.5), (0.36, -0.48), (0.12, 0.46)):
        if pick.random() < 0.65:
            x, y = street.at(depth, side)
            actors.add_car(canvas, x, y, 24 + 200 * (1 - depth), is_parked=pick.random() < 0.25)


def with_object(stock: Stock, entry: Document) -> Stock:
    """Return an image with one more object."""
    objects = stock.document["objects"]
    assert isinstance(objects, list)
    document = {**stock.document, "objects": [*objects, {"tags": [], **entry}]}
    return Stock(stock.name, stock.mime, stock.width, stock.height, stock.body, document, stock.meta)


def seeded_problems(scenes: list[Stock]) -> list[Stock]:
    """Return the scenes of a dataset with three problems that a checker should find.

    1. The second picture has a box that reaches outside; 2. the third a box without area;
    3. the last picture has the bytes of the first under another name.
    """
    done = list(scenes)
    done[1] = with_object(
        done[1],
        {"classTitle": "car", "geometryType": "rectangle", **points_of([(880.5, 520.25), (1012.75, 655.5)])},
    )
    done[2] = with_object(
        done[2],
        {"classTitle": "sign", "geometryType": "rectangle", **points_of([(400.0, 300.0), (400.0, 300.0)])},
    )
    first, last = done[0], done[-1]
    done[-1] = Stock(last.name, first.mime, first.width, first.height, first.body, first.document, first.meta)
    return done
