"""Opens a page of `sayso graph -f html` in headless Chromium and uses it as a reader would.

Exits with 77 where Playwright or Chromium is not installed. Prints what it found as JSON.
"""

import json
import shutil
import sys

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    print("playwright is not installed")
    sys.exit(77)

path = sys.argv[1]
with sync_playwright() as play:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
    except Exception:
        print("Chromium is not installed")
        sys.exit(77)
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    found = {"errors": [], "requests": [], "dialogs": 0}
    page.on("pageerror", lambda error: found["errors"].append(str(error)))
    page.on("console", lambda message: message.type == "error" and found["errors"].append(message.text))
    page.on("request", lambda request: found["requests"].append(request.url))
    page.on("dialog", lambda dialog: (found.update(dialogs=found["dialogs"] + 1), dialog.dismiss()))
    page.goto("file://" + path)
    found["nodes"] = page.locator("g.node").count()

    label = page.locator("g.edge text").first
    label.click()
    found["heading"] = page.locator("#panel h2").inner_text()
    found["quote"] = page.locator("#panel blockquote").first.inner_text()
    found["marks"] = page.locator("#panel mark").all_inner_texts()
    found["dimmed"] = page.locator("g.node.dim").count()

    page.fill("#search", "Berg")
    found["count"] = page.locator("#count").inner_text()
    page.fill("#search", "")
    page.locator("details.menu summary").nth(1).click()
    found["classes"] = page.locator("#classes input").evaluate_all("boxes => boxes.map(b => b.value)")
    page.locator("#classes input").first.click()
    found["off by class"] = page.locator("g.edge.off").count()
    page.locator("#classes input").first.click()
    page.locator("details.menu summary").nth(1).click()
    page.locator("details.menu summary").first.click()
    found["types"] = page.locator("#types input").evaluate_all("boxes => boxes.map(b => b.value)")
    page.locator("#types input").first.click()
    found["off by type"] = page.locator("g.node.off").count()
    page.locator("#types input").first.click()
    page.locator("details.menu summary").first.click()

    view = lambda: [float(x) for x in page.locator("#picture svg").get_attribute("viewBox").split()]
    whole = view()
    box = page.locator("#picture").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.wheel(0, -100)
    found["zoomed in"] = view()[2] < whole[2]
    before = view()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + box["height"] - 60, steps=5)
    page.mouse.up()
    found["moved"] = view()[0] < before[0] and view()[1] > before[1]
    page.click("#fit")
    found["fits"] = view() == whole
    browser.close()
print(json.dumps(found, ensure_ascii=False))
