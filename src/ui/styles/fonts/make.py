"""Makes the three font files beside this script from the packages named in THIRD_PARTY.md.

Run once per font update, with fonttools and brotli installed:  python3 src/ui/styles/fonts/make.py
The weight axis is cut to what the design uses; the renaming is what the licence of Plex asks of changed copies.
"""

import io
import string
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
PACKAGES = HERE.parents[3] / 'node_modules' / '@fontsource-variable'
SERIAL = string.ascii_letters + string.digits + ' -./·_:#\u00a0'


def make(source: str, target: str, name: str, weight, characters: str | None = None) -> None:
    font = TTFont(PACKAGES / source)
    options = subset.Options()
    options.layout_features = ['kern', 'mark', 'mkmk', 'ccmp', 'locl', 'frac']
    options.hinting = False
    options.notdef_outline = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters] if characters else list(font.getBestCmap()))
    subsetter.subset(font)
    whole = io.BytesIO()
    font.flavor = None
    font.save(whole)
    font = instancer.instantiateVariableFont(TTFont(whole), {'wght': weight})
    for record in list(font['name'].names):
        if record.nameID in (1, 3, 4, 6, 16):
            word = name.replace(' ', '') if record.nameID == 6 else name
            font['name'].setName(word, record.nameID, record.platformID, record.platEncID, record.langID)
    font.flavor = 'woff2'
    font.save(HERE / target)


for script in ('latin', 'cyrillic'):
    plex = f'ibm-plex-sans/files/ibm-plex-sans-{script}-wght-normal.woff2'
    make(plex, f'serialdesk-sans-{script}.woff2', 'Serialdesk Sans', (400, 400, 600))
make('jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2', 'serialdesk-mono.woff2', 'Serialdesk Mono', 500, SERIAL)
