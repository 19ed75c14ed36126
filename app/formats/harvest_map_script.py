"""What the harvest map does in a browser: JavaScript and style, as they stand in the page.

Every name and address out of the data becomes a text node or an attribute, never markup. The arrows reach into the
canvas of Leaflet 1.9, which folium pins.
"""

STYLE = """
.harvest-popup { font: 13px/1.45 system-ui, sans-serif; width: 256px; }
.harvest-popup img { display: block; width: 256px; min-height: 60px; max-height: 256px; object-fit: contain;
  background: #eceef1; }
.harvest-popup div { margin-top: 4px; overflow-wrap: anywhere; }
.harvest-legend { font: 12px/1.5 system-ui, sans-serif; background: #fff; color: #1b2330; padding: 6px 10px;
  border-radius: 6px; box-shadow: 0 1px 4px rgba(0, 0, 0, .35); max-height: 45vh; overflow: auto; }
.harvest-legend i { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 6px;
  border: 1px solid rgba(0, 0, 0, .45); }
.harvest-message { font: 15px/1.5 system-ui, sans-serif; padding: 24px; }
"""

SCRIPT = """
function showHarvest(map, dataId) {
  "use strict";
  var data = JSON.parse(document.getElementById(dataId).textContent);
  var renderer = L.canvas({ padding: 0.3, tolerance: 4 });

  // A dot with a short line towards where the camera looked.
  var Shot = L.CircleMarker.extend({
    _updateBounds: function () {
      var reach = this._radius * 3 + 2;
      this._pxBounds = new L.Bounds(this._point.subtract([reach, reach]), this._point.add([reach, reach]));
    },
    _updatePath: function () {
      var canvas = this._renderer, heading = this.row[3];
      if (heading !== null && canvas._drawing && !this._empty()) {
        var turn = heading * Math.PI / 180, reach = this._radius * 2.6, ink = canvas._ctx;
        ink.beginPath();
        ink.moveTo(this._point.x, this._point.y);
        ink.lineTo(this._point.x + Math.sin(turn) * reach, this._point.y - Math.cos(turn) * reach);
        ink.globalAlpha = 1;
        ink.lineWidth = 3.5;
        ink.strokeStyle = this.options.color;
        ink.stroke();
        ink.lineWidth = 2;
        ink.strokeStyle = this.options.fillColor;
        ink.stroke();
      }
      canvas._updateCircle(this);
    }
  });

  function yearColor(row) { return data.years[row[4]][1]; }
  function sequenceColor(row) { return data.sequences[row[5]]; }

  function add(parent, tag, text) {
    var node = document.createElement(tag);
    if (text) { node.textContent = text; }
    parent.appendChild(node);
    return node;
  }

  function link(parent, text, address) {
    var node = add(parent, "a", text);
    node.href = address;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    return node;
  }

  function utc(ms) { return new Date(ms).toISOString().replace("T", " ").slice(0, 19) + " UTC"; }

  function popup(shot) {
    var row = shot.row, box = document.createElement("div"), address = data.folders[row[7]] + row[8];
    box.className = "harvest-popup";
    var picture = add(link(box, "", address), "img");
    picture.alt = "Street image " + row[9];
    picture.src = address;
    add(box, "div", row[2] === null ? "Time unknown" : utc(row[2]));
    add(box, "div", row[3] === null ? "Heading unknown" : "Heading " + row[3] + "\\u00b0");
    add(box, "div", "By " + (data.creators[row[6]] || "unnamed") + ", Mapillary");
    link(add(box, "div"), data.licence[0], data.licence[1]);
    link(add(box, "div"), "Open at Mapillary", data.page.replace("{id}", encodeURIComponent(row[9])));
    return box;
  }

  var shots = data.rows.map(function (row) {
    var shot = new Shot([row[1], row[0]], {
      renderer: renderer, radius: 5, weight: 1, color: "#10151c", opacity: 0.8, fillOpacity: 0.95,
      fillColor: yearColor(row)
    });
    shot.row = row;
    return shot;
  });
  var points = L.featureGroup(shots).bindPopup(popup, { minWidth: 256 }).addTo(map);

  var regions = L.layerGroup(data.regions.map(function (region) {
    var outline = L.polygon(region.polygons, { color: "#c2410c", weight: 2, fill: false, interactive: true });
    if (region.name) { outline.bindTooltip(document.createTextNode(region.name), { sticky: true }); }
    return outline;
  })).addTo(map);

  var legend = L.control({ position: "bottomright" });
  legend.onAdd = function () {
    var box = L.DomUtil.create("div", "harvest-legend");
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);

  function showLegend(isByYear) {
    var box = legend.getContainer();
    box.textContent = "";
    if (!isByYear) { add(box, "div", data.sequences.length + " sequences, a colour each"); return; }
    data.years.forEach(function (year) {
      var line = add(box, "div");
      add(line, "i").style.background = year[1];
      line.appendChild(document.createTextNode(year[0] + " (" + year[2] + ")"));
    });
  }

  function colorBy(color) {
    shots.forEach(function (shot) { shot.options.fillColor = color(shot.row); });
    points.eachLayer(function (shot) { shot.redraw(); });
  }

  // Two empty layers stand for the two ways to colour: there is one set of points only.
  var byYear = L.layerGroup().addTo(map), bySequence = L.layerGroup();
  L.control.layers(
    { "Colour by year": byYear, "Colour by sequence": bySequence },
    { "Images": points, "Regions": regions },
    { collapsed: false }
  ).addTo(map);
  map.on("baselayerchange", function (event) {
    var isByYear = event.layer === byYear;
    colorBy(isByYear ? yearColor : sequenceColor);
    showLegend(isByYear);
  });
  showLegend(true);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.addAttribution(
    "Images \\u00a9 Mapillary contributors, <a href='" + data.licence[1] + "'>" + data.licence[0] + "</a>"
  );
}
if (typeof L === "undefined") {
  var message = document.createElement("p");
  message.className = "harvest-message";
  message.textContent = "This map needs Leaflet from cdn.jsdelivr.net. Go online and load the page again.";
  document.body.insertBefore(message, document.body.firstChild);
}
"""
