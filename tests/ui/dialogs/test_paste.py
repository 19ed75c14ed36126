import pytest

from ui.dialogs.paste import Pasted, read_paste, read_project, read_street_paste

TOKEN = "abcdEFGH0123456789abcdEFGH0123456789"
ENV = f'# my server\nSERVER_ADDRESS="https://sly.example.org/"\nexport API_TOKEN={TOKEN}\nTEAM_ID=3\n'
PASTES = {
    "token": (TOKEN, Pasted(token=TOKEN)),
    "token with space around": (f"  {TOKEN}\n", Pasted(token=TOKEN)),
    "env file": (ENV, Pasted("https://sly.example.org", TOKEN)),
    "env in one line": (ENV.replace("\n", " "), Pasted("https://sly.example.org", TOKEN)),
    "export": (f"export API_TOKEN={TOKEN}", Pasted(token=TOKEN)),
    "quoted export": (f"export API_TOKEN='{TOKEN}';", Pasted(token=TOKEN)),
    "powershell": (f'$env:API_TOKEN = "{TOKEN}"', Pasted(token=TOKEN)),
    "windows": (f"set API_TOKEN={TOKEN}", Pasted(token=TOKEN)),
    "address alone": ("SERVER_ADDRESS=http://10.0.0.7:38585", Pasted("http://10.0.0.7:38585")),
    "project link": (
        "https://app.supervisely.com/projects/12345/datasets",
        Pasted("https://app.supervisely.com", "", 12345),
    ),
    "labelling link": (
        "https://app.supervisely.com/app/images/7/11/12345/678#image-1",
        Pasted("https://app.supervisely.com", "", 12345, 678),
    ),
    "server link": ("https://sly.example.org/login", Pasted("https://sly.example.org")),
    "nothing": ("   ", Pasted()),
    "a sentence": ("please give me the token", Pasted()),
    "too short": ("abc", Pasted()),
}


@pytest.mark.parametrize(("text", "expected"), PASTES.values(), ids=PASTES)
def test_a_pasted_text_is_understood(text, expected):
    assert read_paste(text) == expected


def test_a_token_is_not_in_what_prints():
    assert TOKEN not in repr(read_paste(ENV))


@pytest.mark.parametrize(
    ("text", "project_id"),
    [("12345", 12345), ("#77", 77), ("https://a.example/projects/5", 5), ("hello", None), ("", None)],
)
def test_a_project_is_named_by_link_or_number(text, project_id):
    assert read_project(text).project_id == project_id


STREET = {
    "bare": ("MLY|123|abcdef01", "MLY|123|abcdef01", ""),
    "env": ("MLY_TOKEN=MLY|123|abcdef01\n", "MLY|123|abcdef01", ""),
    "quoted": ('export MAPILLARY_TOKEN="MLY|123|abcdef01"', "MLY|123|abcdef01", ""),
    "mirror": ("MLY_TOKEN=t0ken\nMAPILLARY_GRAPH_URL=http://127.0.0.1:9/", "t0ken", "http://127.0.0.1:9"),
    "within words": ("use MLY|123|abcdef01 please", "MLY|123|abcdef01", ""),
    "another token that looks like it": ("MLY_TOKEN=xMLY|123|abcdef01", "xMLY|123|abcdef01", ""),
    "the end of another token": ("xMLY|123|abcdef01", "", ""),
    "nothing": ("hello", "", ""),
}


@pytest.mark.parametrize(("text", "token", "graph"), STREET.values(), ids=STREET)
def test_a_mapillary_token_is_found_in_what_people_paste(text, token, graph):
    pasted = read_street_paste(text)

    assert (pasted.token, pasted.graph) == (token, graph)
    assert token not in repr(pasted) or not token
