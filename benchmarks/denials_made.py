"""Makes denials and the orders that repeat them, for `denials.py`. Everything is invented.

The tables below are this file's own: no word, number or spelling of the matcher's is read here. A network is a
buyer, its trader, its people, telephone, mail and hall. Each network is refused one to four times for different
goods. An order that repeats a denial has

- a new trader in another country, always;
- the buyer respelled (transliteration, typos, words dropped; 35 %) or renamed altogether (65 %);
- of telephone, mail domain, person, street address and site one to three kept, each with noise (another way of
  writing the number, a person respelled, an address with words lost and typos); in 6 % of the orders none at all;
- a specification shaved by 2 to 20 %, another model number (70 %), the goods described in other words, entries left out
  (50 %), the capability class left out (40 %), the customs code cut to four digits or left out (50 %);
- the use told in other words (60 %), another destination (15 %).

Noise beside: business centres with hundreds of tenants, agents' telephones on hundreds of cases, traders in dozens of
cases, popular models, one given name for many people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

_SYLLABLES = ("ba", "der", "kor", "shi", "ran", "mol", "tev", "zar", "quin", "pel", "oru", "fas", "gil", "yun", "hek",
              "lod", "mir", "sul", "tan", "vek", "bru", "ost", "nim", "jal", "ard", "esk", "uma", "rin", "cho", "dav")
_TRADES = (("Trading", "Handels", "Ticaret", "Import Export"), ("Industries", "Sanayi", "Industrial", "Sanat"),
           ("Engineering", "Engineers", "Mohandesi", "Technik"), ("Machinery", "Makina", "Machines", "Mashin"),
           ("Group", "Holding", "Gorooh", "Gruppe"), ("Technologies", "Tech", "Fanavari", "Technology"))
_FORMS = ("LLC", "FZE", "Ltd", "Co", "GmbH", "Sti", "", "Pte", "JSC")
_GIVEN = ("Omid", "Selim", "Karim", "Dao", "Viktor", "Yusuf", "Haydar", "Nasrin", "Jun", "Pavel", "Leila", "Tariq",
          "Mehran", "Igor", "Rashid", "Goran", "Sima", "Chen", "Minh", "Adil")
_RESPELL = (("kh", "h"), ("ou", "u"), ("sh", "s"), ("ch", "tch"), ("y", "i"), ("q", "gh"), ("v", "w"), ("z", "s"),
            ("ee", "i"), ("j", "dj"), ("x", "ks"), ("c", "k"), ("i", "y"), ("u", "oo"), ("a", "e"), ("o", "u"))
_STREETS = ("Street", "Road", "Avenue", "Lane", "Boulevard", "Square")
_SHORT = {"Street": "St.", "Road": "Rd", "Avenue": "Ave", "Lane": "Ln", "Boulevard": "Blvd", "Square": "Sq."}
_COUNTRIES = ("ir", "pk", "kp", "sy", "ru", "by", "mm", "cn", "in", "ae", "tr", "kz", "am", "my", "sg", "hk", "eg",
              "dz", "sd", "ly", "vn", "rs", "ge", "uz", "kg")
_NEAR = {"ir": "ae", "pk": "ae", "ru": "kz", "by": "ru", "kp": "cn", "sy": "tr", "cn": "hk"}


@dataclass(frozen=True)
class Goods:
    """A kind of goods: what it is called, what it states, under which entry and code."""

    kind: str
    words: tuple[str, ...]
    entry: str
    code: str
    parameters: tuple[tuple[str, float, float, str], ...]


_GOODS = (
    Goods("machine_tool.milling", ("five-axis machining centre", "milling machine with five axes", "5-axis mill"),
          "EU 2B001.b.2", "845710", (("X travel_length", 300, 2000, "mm"), ("Y travel_length", 300, 1500, "mm"))),
    Goods("machine_tool.turning", ("CNC lathe", "turning centre", "numerically controlled lathe"), "EU 2B001.a",
          "845811", (("X travel_length", 200, 900, "mm"),)),
    Goods("machine_tool.grinding", ("cylindrical grinding machine", "precision grinder"), "EU 2B001.c", "846023",
          (("X travel_length", 200, 1200, "mm"),)),
    Goods("", ("vacuum induction furnace", "induction melting furnace under vacuum"), "EU 2B226", "851420", ()),
    Goods("", ("isostatic press", "hot isostatic press"), "EU 2B204", "846299", ()),
    Goods("", ("filament winding machine", "winder for fibre tubes"), "EU 1B101", "844630", ()),
    Goods("", ("vibration test system", "electrodynamic shaker"), "EU 2B116", "903120", ()),
    Goods("", ("pressure transducer", "capacitance manometer", "absolute pressure gauge"), "EU 2B230", "902620", ()),
    Goods("", ("frequency changer", "variable frequency inverter"), "EU 3A225", "850440", ()),
    Goods("", ("high-speed camera", "streak camera"), "EU 6A203", "900659", ()),
    Goods("", ("carbon fibre", "prepreg of carbon filaments"), "EU 1C210", "681511", ()),
    Goods("", ("maraging steel bars", "rods of maraging steel"), "EU 1C216", "722830", ()),
    Goods("", ("bellows-sealed valve", "valve with bellows seal"), "EU 2A226", "848180", ()),
    Goods("", ("mass spectrometer", "magnetic sector spectrometer"), "EU 3A233", "902781", ()),
    Goods("", ("gyroscope", "fibre optic gyro"), "EU 7A102", "901420", ()),
    Goods("", ("chemical reactor with glass lining", "glass-lined vessel"), "EU 2B350", "841989", ()),
    Goods("", ("fermenter", "bioreactor"), "EU 2B352", "841989", ()),
    Goods("", ("turbomolecular pump", "turbo vacuum pump"), "EU 2B231", "841410", ()),
    Goods("", ("balancing machine", "rotor balancer"), "EU 2B219", "903110", ()),
    Goods("", ("spark gap switch", "triggered spark gap"), "EU 3A228", "853690", ()),
)
_USES = (("making housings of water pumps", "production of pump bodies for irrigation"),
         ("repair of gas turbines in power stations", "overhaul of turbine blades of a power plant"),
         ("forging dies for the motor car trade", "die making for vehicle parts"),
         ("research at a university of materials", "material science teaching and study"),
         ("water treatment plants", "purification of drinking water"), ("medical implants", "bone screws and joints"),
         ("oil field valves", "well heads of oil producers"), ("textile machinery spares", "spare parts of looms"),
         ("plastic moulds for toys", "injection moulds of household goods"),
         ("glass works", "production of flat glass"),
         ("railway wheels", "wheel sets of trains"), ("dairy equipment", "milk processing lines"))


@dataclass
class Network:
    """Who buys: the same people behind whatever name."""

    buyer: str
    trader: str
    people: list[str]
    phone: str
    domain: str
    address: str
    site: str
    country: str
    land: str
    denials: list[int] = field(default_factory=list)


class Maker:
    """Makes networks, denials and orders from one seed."""

    def __init__(self, seed: int) -> None:
        self._r = random.Random(seed)
        self._centres = [self._address() for _ in range(60)]
        self._agents = [self._phone() for _ in range(40)]
        self._traders = [self._company() for _ in range(800)]
        self._models = [f"{self._word(1).upper()}-{self._r.randrange(100, 999)}" for _ in range(900)]
        self._makers = [f"{self._word(2).title()} Maschinen" for _ in range(120)]
        self._cities = [self._word(2).title() for _ in range(350)]
        self.networks: list[Network] = []

    def denials(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield denials as objects of a JSON Lines file."""
        made = 0
        while made < count:
            network = self._network()
            self.networks.append(network)
            for _ in range(min(self._r.choice((1, 1, 1, 2, 2, 3, 4)), count - made)):
                network.denials.append(made)
                yield self._denial(network, made)
                made += 1

    def repeat(self, denial: dict[str, Any]) -> dict[str, Any]:
        """Return an order (enduse-order/1) that repeats a denial in other clothes."""
        r = self._r
        user, old = denial["parties"][0], denial["items"][0]
        kept = set() if r.random() < 0.06 else set(r.sample(
            ("phone", "domain", "person", "address", "site"), r.choice((1, 1, 1, 2, 2, 3))))
        respelled = r.random() < 0.35
        name = self._respell_company(user["name"]) if respelled else self._company()
        land = user["country"]
        buyer: dict[str, Any] = {"name": name, "country": land, "roles": ["end_user", "ultimate_consignee"]}
        buyer["address"] = self._noise_address(user["address"]) if "address" in kept else self._address()
        if "phone" in kept:
            buyer["phones"] = [self._other_format(user["phones"][0])]
        elif r.random() < 0.6:
            buyer["phones"] = [self._phone()]
        if "person" in kept:
            buyer["people"] = [self._respell_name(r.choice(user["people"]))]
        elif r.random() < 0.6:
            buyer["people"] = [self._person()]
        if "domain" in kept:
            buyer["emails"] = [f"{self._word(1)}@{user['emails'][0].partition('@')[2]}"]
        elif r.random() < 0.5:
            buyer["emails"] = [f"{self._word(1)}@{self._word(3)}.com"]
        there = denial["destination"]
        if r.random() < 0.15:
            there = _NEAR.get(there, r.choice(_COUNTRIES))
        trader = {"name": self._company(), "country": r.choice(_COUNTRIES), "roles": ["purchaser", "intermediary"],
                  "address": self._address(), "phones": [self._phone()]}
        goods = next(g for g in _GOODS if g.entry == denial["goods"])
        use = next(u for u in _USES if denial["end_use"] in u)
        site = self._noise_address(denial["site"]) if "site" in kept else f"Hall {r.randrange(1, 40)}, {self._city()}"
        return {
            "schema": "enduse-order/1", "reference": f"order of {denial['reference']}",
            "dated": (date.fromisoformat(denial["decided_on"]) + timedelta(days=r.randrange(20, 700))).isoformat(),
            "parties": [{"name": "Own Works", "country": "de", "roles": ["exporter", "manufacturer"]}, trader, buyer],
            "lines": [{"count": "1 units", "item": self._shaved(old, goods)}],
            "route": {"origin": "de", "transit": [trader["country"]], "destination": there},
            "end_use": {"text": r.choice(use) if r.random() < 0.6 else denial["end_use"], "site": site},
        }

    # -- pieces -------------------------------------------------------------------

    def _shaved(self, old: dict[str, Any], goods: Goods) -> dict[str, Any]:
        r = self._r
        item: dict[str, Any] = {"description": r.choice(goods.words), "maker": old["maker"]}
        item["model"] = r.choice(self._models) if r.random() < 0.7 else old["model"]
        if goods.kind and r.random() < 0.6:
            item["kinds"] = [goods.kind]
        if r.random() < 0.5:
            item["hs_code"] = old["hs_code"] if r.random() < 0.6 else old["hs_code"][:4]
        axes = [{"axis": name.split()[0], name.split()[1]: f"{float(text.split()[0]) * r.uniform(0.8, 0.98):.0f} mm"}
                for name, text in old.get("parameters", {}).items()]
        if axes:
            item["axes"] = axes
        return item

    def _denial(self, network: Network, number: int) -> dict[str, Any]:
        r = self._r
        goods = r.choice(_GOODS)
        item: dict[str, Any] = {
            "description": r.choice(goods.words), "maker": r.choice(self._makers), "model": r.choice(self._models),
            "entries": [goods.entry], "hs_code": goods.code,
        }
        if goods.kind:
            item["kinds"] = [goods.kind]
        if goods.parameters:
            item["parameters"] = {
                name: f"{r.uniform(low, high):.0f} {unit}" for name, low, high, unit in goods.parameters}
        user = {
            "name": network.buyer, "country": network.country, "roles": ["end_user", "ultimate_consignee"],
            "address": network.address, "phones": [network.phone], "emails": [f"info@{network.domain}"],
            "people": network.people,
        }
        trader = {"name": network.trader, "country": network.land, "roles": ["intermediary"],
                  "address": r.choice(self._centres) if r.random() < 0.5 else self._address(),
                  "phones": [r.choice(self._agents) if r.random() < 0.4 else self._phone()]}
        return {
            "reference": f"G-{number:06}", "government": "xz", "goods": goods.entry,
            "decided_on": (date(2016, 1, 1) + timedelta(days=r.randrange(3200))).isoformat(),
            "destination": network.country, "end_use": r.choice(r.choice(_USES)), "site": network.site,
            "parties": [user, trader], "items": [item],
        }

    def _network(self) -> Network:
        r = self._r
        return Network(
            buyer=self._company(), trader=r.choice(self._traders) if r.random() < 0.6 else self._company(),
            people=[self._person() for _ in range(r.choice((1, 2)))],
            phone=r.choice(self._agents) if r.random() < 0.05 else self._phone(), domain=f"{self._word(3)}.com",
            address=r.choice(self._centres) if r.random() < 0.08 else self._address(),
            site=f"Hall {r.randrange(1, 40)}, {self._word(2).title()} Industrial Zone, {self._city()}",
            country=r.choice(_COUNTRIES[:12]) if r.random() < 0.7 else r.choice(_COUNTRIES), land=r.choice(_COUNTRIES),
        )

    def _word(self, parts: int) -> str:
        return "".join(self._r.choice(_SYLLABLES) for _ in range(parts + self._r.randrange(2)))

    def _city(self) -> str:
        return self._r.choice(self._cities)

    def _company(self) -> str:
        words = [self._word(2).title(), *([self._word(1).title()] if self._r.random() < 0.4 else [])]
        return " ".join(filter(None, (*words, self._r.choice(self._r.choice(_TRADES)), self._r.choice(_FORMS))))

    def _person(self) -> str:
        return f"{self._r.choice(_GIVEN)} {self._word(2).title()}"

    def _phone(self) -> str:
        return f"+{self._r.randrange(20, 99)} {self._r.randrange(10, 99)} {self._r.randrange(10**6, 10**7)}"

    def _address(self) -> str:
        r = self._r
        return (f"{r.randrange(1, 240)} {self._word(2).title()} {r.choice(_STREETS)}, "
                f"{self._city() if hasattr(self, '_cities') else self._word(2).title()}")

    def _other_format(self, phone: str) -> str:
        digits = phone.replace(" ", "").removeprefix("+")
        return self._r.choice((f"00{digits}", f"({digits[:2]}) {digits[2:4]}-{digits[4:]}", f"0{digits[2:]}"))

    def _respell(self, word: str) -> str:
        """Write a word as another hand would: one or two letters by another table's likeness, now and then a slip."""
        r, low = self._r, word.lower()
        fits = [(a, b) for a, b in _RESPELL if a in low]
        for a, b in r.sample(fits, min(len(fits), r.choice((1, 1, 2)))):
            low = low.replace(a, b, 1)
        return (self._slip(low) if r.random() < 0.25 else low).title()

    def _slip(self, text: str) -> str:
        r, at = self._r, self._r.randrange(max(1, len(text) - 1))
        return r.choice((text[:at] + text[at + 1:], text[:at] + text[at:at + 2][::-1] + text[at + 2:],
                         text[:at] + r.choice("aeioustrn") + text[at:]))

    def _respell_name(self, name: str) -> str:
        words = [self._respell(word) for word in name.split()]
        return " ".join(reversed(words)) if self._r.random() < 0.2 else " ".join(words)

    def _respell_company(self, name: str) -> str:
        words = name.split()
        first, rest = [self._respell(words[0])], words[1:]
        rest = [next((self._r.choice(row) for row in _TRADES if word in row), word) for word in rest]
        return " ".join(first + [word for word in rest if self._r.random() > 0.25])

    def _noise_address(self, address: str) -> str:
        r = self._r
        words = [_SHORT.get(word, word) if r.random() < 0.6 else word for word in address.replace(",", "").split()]
        words = [self._slip(word) if len(word) > 4 and r.random() < 0.25 else word for word in words]
        if len(words) > 4 and r.random() < 0.3:
            del words[-1]
        return " ".join(words)
