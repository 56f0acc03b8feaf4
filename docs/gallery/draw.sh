#!/usr/bin/env bash
# Draws the gallery again from the seeds and writes its index: docs/gallery/draw.sh BINARY. Drawings of changes are not in
# it: they bear the day on which the store was filled. The READMEs show one drawing as PNG; the pictures of a page beside it
# are taken by internal/web/ui/scripts/pictures.mjs.
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")"
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
"$binary" seed --quiet --data "$data"
draw() { "$binary" diagram "$@" --quiet --data "$data"; }

rm -f ./*.svg
for file in ../../seeds/chains/*.yaml; do
	chain=$(basename "$file" .yaml)
	draw structure --chain "$chain" -o "structure-$chain.svg"
done
for kind in application layout roadmap targets portrait whatif; do # a kind of drawing of a chain has its word here, one of something else its line below
	draw $kind --chain optoelectronics -o "$kind-optoelectronics.svg"
done
for firm in rongbai-hubei sanan-hubei; do
	draw supply --of "$firm" -o "supply-$firm.svg"
done
for link in high-end-equipment/laser/cnc new-energy/battery/cell; do
	draw impact --of "link:$link" -o "impact-${link##*/}.svg"
done
draw layout --city -o layout-city.svg
draw structure --chain optoelectronics --detail overview -o structure-overview-optoelectronics.svg
for kind in structure targets; do
	draw $kind --chain optoelectronics --detail leader -o "$kind-leader-optoelectronics.svg"
done
draw structure --chain diamond-tools --scale 1 -o structure-diamond-tools.png
draw structure --chain optoelectronics --only-gaps -o structure-gaps-optoelectronics.svg

{
	printf '# The drawings\n\nDrawn from the seeds by `make gallery`. Open an SVG in a browser to follow its links.\n\n| | |\n|---|---|\n'
	for file in *.svg; do
		title=$(grep -o '<title id="[^"]*">[^<]*' "$file" | head -1 | sed 's/.*>//')
		printf '[![%s](%s)](%s)<br>%s\n' "$title" "$file" "$file" "$title"
	done | paste -d'|' - - | sed 's/^/| /; s/|\[/ | [/; s/$/ |/'
} >README.md
