/// What can be found out about a page's accessibility by looking at it: names, headings, tables, contrast.
///
/// After the Web Content Accessibility Guidelines 2.2, success criteria 1.1.1, 1.3.1, 1.4.3, 2.4.4, 2.4.6, 3.1.1 and 4.1.2.
enum AccessibilityCheck {
    /// A script that comes to a list of what is wrong.
    static let script = #"""
        (function () {
          var faults = [];
          function fault(part, text) { faults.push(text + ": " + part.outerHTML.slice(0, 120)); }
          function all(selector) { return Array.from(document.querySelectorAll(selector)); }
          function isShown(part) { return part.checkVisibility({ visibilityProperty: true, opacityProperty: true }); }

          if (!document.documentElement.lang) { faults.push("the page has no language"); }
          if (!document.title) { faults.push("the page has no title"); }
          if (all("main").length !== 1 || all("h1").length !== 1) { faults.push("not one main part and one h1"); }
          var seen = new Set();
          all("[id]").forEach(function (part) {
            if (seen.has(part.id)) { fault(part, "an id twice"); }
            seen.add(part.id);
          });
          all("[aria-labelledby], [aria-describedby]").forEach(function (part) {
            (part.getAttribute("aria-labelledby") || part.getAttribute("aria-describedby")).split(" ").forEach(function (id) {
              if (!seen.has(id)) { fault(part, "it refers to nothing"); }
            });
          });
          var level = 0;
          all("h1, h2, h3, h4, h5, h6").filter(isShown).forEach(function (heading) {
            var own = Number(heading.tagName[1]);
            if (own > level + 1) { fault(heading, "a level of headings is left out"); }
            if (!heading.textContent.trim()) { fault(heading, "an empty heading"); }
            level = own;
          });
          all("img").forEach(function (part) { if (!part.alt) { fault(part, "a picture without words"); } });
          all("svg").forEach(function (part) {
            var isNamed = part.getAttribute("role") === "img" && part.getAttribute("aria-label");
            if (!isNamed && part.getAttribute("aria-hidden") !== "true") { fault(part, "a drawing without words"); }
          });
          all("button, a[href], summary").forEach(function (part) {
            if (!part.textContent.trim() && !part.getAttribute("aria-label")) { fault(part, "nothing says what it does"); }
          });
          all("a[href^='#']").forEach(function (part) {
            if (!document.getElementById(part.hash.slice(1))) { fault(part, "a link to nowhere"); }
          });
          all("input, audio").forEach(function (part) {
            if (!part.getAttribute("aria-label") && !part.closest("label")) { fault(part, "it has no label"); }
          });
          all("[tabindex]").forEach(function (part) {
            if (part.tabIndex > 0) { fault(part, "it jumps the queue of the Tab key"); }
            if (!part.getAttribute("aria-label") && !part.textContent.trim()) { fault(part, "it takes the focus and has no name"); }
          });
          all("table").forEach(function (table) {
            if (!table.querySelector("th[scope]")) { fault(table, "a table without heads"); }
          });
          all("th").forEach(function (head) { if (!head.scope) { fault(head, "a head of nothing in particular"); } });
          all(".scroll").forEach(function (part) {
            var scrolls = part.scrollWidth > part.clientWidth || part.scrollHeight > part.clientHeight;
            if (scrolls && part.tabIndex !== 0) { fault(part, "it scrolls, but not by keys"); }
          });

          function numbers(colour) { return colour.match(/[\d.]+/g).map(Number); }
          function luminance(colour) {
            return [0.2126, 0.7152, 0.0722].reduce(function (sum, weight, place) {
              var share = colour[place] / 255;
              return sum + weight * (share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4));
            }, 0);
          }
          function ground(part) {
            for (var at = part; at; at = at.parentElement) {
              var colour = numbers(getComputedStyle(at).backgroundColor);
              if (colour.length === 3 || colour[3] === 1) { return colour; }
            }
            return [255, 255, 255];
          }
          function hasOwnText(part) {
            return Array.from(part.childNodes).some(function (child) { return child.nodeType === 3 && child.data.trim(); });
          }
          all("body *").filter(function (part) { return hasOwnText(part) && isShown(part); }).forEach(function (part) {
            if (["SCRIPT", "STYLE"].includes(part.tagName) || part.closest("#tip") || part.closest(".skip")) { return; }
            var style = getComputedStyle(part);
            var colour = numbers(part.namespaceURI.endsWith("svg") ? style.fill : style.color);
            var pair = [luminance(colour), luminance(ground(part))].sort();
            var contrast = (Math.max(pair[0], pair[1]) + 0.05) / (Math.min(pair[0], pair[1]) + 0.05);
            var isLarge = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if (contrast < (isLarge ? 3 : 4.5)) { fault(part, "contrast " + contrast.toFixed(2)); }
          });
          return faults;
        }())
        """#
}
