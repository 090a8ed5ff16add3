"""The kinds of pages there are, one address for each."""

PAGES = {
    "home": "/",
    "directory": "/actoren/",
    "directory filtered": "/actoren/?q=cultuur&weergave=lijst",
    "directory without results": "/actoren/?q=zzzzzz",
    "actor": "/actoren/ecru/",
    "experts": "/experten/",
    "experts filtered": "/experten/?onderwerp=buurtwerk&weergave=lijst",
    "experts without results": "/experten/?q=zzzzzz",
    "expert": "/experten/stebo/",
    "municipalities": "/gemeenten/",
    "municipality": "/gemeenten/genk/",
    "search": "/zoeken/?q=koor",
    "search without a question": "/zoeken/",
    "search without results": "/zoeken/?q=zzzzzz",
    "search in one kind": "/zoeken/?q=genk&soort=actoren",
    "about": "/over/",
    "accessibility": "/toegankelijkheid/",
    "privacy": "/privacy/",
    "sign in": "/aanmelden/",
    "English": "/en/",
    "not found": "/bestaat-niet/",
}
STAFF_PAGES = {
    "style gallery": "/stijl/",
    "start of the admin": "/beheer/",
    "import": "/beheer/actors/importrun/add/",
    "export": "/beheer/actors/actor/exporteren/",
    "new actor": "/beheer/actors/actor/add/",
    "history of an actor": "/beheer/actors/actor/1/history/",
    "merge, choosing": "/beheer/actors/actor/1/samenvoegen/",
    "merge, comparing": "/beheer/actors/actor/53/samenvoegen/60/",
    "every change": "/beheer/actors/change/",
}
MISSING = "not found"
EDITOR = "medewerker"  # the role that opens the pages for staff
