"""Whatever colour an administrator chooses: what is written in it, on it and beside it can be read, in both themes."""

import colorsys

from playwright.sync_api import Page

from e2e.pages.people import SignInPage

TEXT, STRICT, SHAPE = 4.5, 7.0, 3.0  # contrasts of WCAG: AA, AAA, and what is no text
#: In front, behind, and how far apart they must be.
PAIRS = [
    *(("accent-text", behind, TEXT) for behind in ("accent", "accent-hover")),
    *(("link", behind, STRICT) for behind in ("surface", "surface-raised", "bubble", "bubble-own")),
    *(("link", behind, TEXT) for behind in ("surface-sunken", "accent-soft")),
    *(("text", behind, STRICT) for behind in ("bubble-own", "accent-soft")),
    *(("text-quiet", behind, TEXT) for behind in ("bubble-own", "accent-soft")),
    *(("accent", behind, SHAPE) for behind in ("surface", "surface-raised", "surface-sunken")),
]
HUES, LIGHTNESSES = 24, (0.05, 0.25, 0.5, 0.75, 0.95)


def written(hue: int, lightness: float) -> str:
    parts = colorsys.hls_to_rgb(hue / HUES, lightness, 1.0)
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


BRANDS = ["#000000", "#ffffff", "#808080"]
BRANDS += [written(hue, lightness) for hue in range(HUES) for lightness in LIGHTNESSES]

#: As a screen shows the colours, which cannot show them all: a picture of one pixel.
CONTRASTS = """
([brands, pairs]) => {
  const root = document.documentElement;
  const probe = document.body.appendChild(document.createElement("i"));
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (token) => {
    probe.style.color = `var(--${token})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  for (const theme of ["light", "dark"]) {
    root.dataset.theme = theme;
    for (const brand of brands) {
      root.style.setProperty("--brand", brand);
      for (const [front, behind] of pairs) {
        const [less, more] = [luminance(front), luminance(behind)].sort((a, b) => a - b);
        found.push([theme, brand, front, behind, (more + 0.05) / (less + 0.05)]);
      }
    }
  }
  return found;
}
"""


def test_every_accent_can_be_read(alice: Page) -> None:
    alice.goto(SignInPage.path)
    found = alice.evaluate(CONTRASTS, [BRANDS, PAIRS])
    assert len(found) == 2 * len(BRANDS) * len(PAIRS)
    least = {(front, behind): contrast for front, behind, contrast in PAIRS}
    assert [each for each in found if each[-1] < least[each[2], each[3]]] == []
