"""Every option of a download with its counterpart in the SDK, as plain data for both sides. Imports nothing of either.

Windrow takes the words on the command line; the SDK takes the keywords of `download_fast`. `{dataset}`, `{image}`,
`{other}` and `{parent}` stand for ids of the project at hand, `{family}` for all ids of that parent and below it.
"""

from typing import Any

Options = dict[str, tuple[list[str], dict[str, Any]]]

OPTIONS: Options = {
    "plain": ([], {}),
    "tags only": (["--annotations", "tags"], {"only_image_tags": True}),
    "no images": (["--no-images"], {"save_images": False}),
    "image info": (["--image-info"], {"save_image_info": True}),
    "image meta": (["--image-meta"], {"save_image_meta": True}),
    "one dataset": (["--dataset", "{dataset}"], {"dataset_ids": ["{dataset}"]}),
    "a dataset with all below it": (["--dataset", "{parent}", "--with-children"], {"dataset_ids": "{family}"}),
    "two images": (["--image", "{image}", "--image", "{other}"], {"images_ids": ["{image}", "{other}"]}),
    "batches of 7": (["--batch-size", "7"], {"batch_size": 7}),
    "a cache, in bulk, three at once": (["--cache", "{cache}", "--mode", "bulk", "--workers", "3"], {}),
    "the same again": ([], {}),
    "one by one": (["--mode", "single", "--limit", "1000000"], {"switch_size": 0}),
    "tags, info, no images": (
        ["--annotations", "tags", "--image-info", "--no-images"],
        {"only_image_tags": True, "save_image_info": True, "save_images": False},
    ),
    "one dataset, info, meta, batches": (
        ["--dataset", "{dataset}", "--image-info", "--image-meta", "--batch-size", "50"],
        {"dataset_ids": ["{dataset}"], "save_image_info": True, "save_image_meta": True, "batch_size": 50},
    ),
}


def filled(values: Any, ids: dict[str, Any]) -> Any:
    """Return words or keywords with the ids of a project in place of their names."""
    if isinstance(values, dict):
        return {key: filled(value, ids) for key, value in values.items()}
    if isinstance(values, list):
        return [filled(value, ids) for value in values]
    if isinstance(values, str) and values.startswith("{"):
        return ids[values.strip("{}")]
    return values
