-- What a document is: by its name, else, for YAML under another name, by its apiVersion and its keys.
local M = {}

-- As DocumentKind in the module spec: the word alone or as the last part of the name, in any case, perhaps with .yaml.
function M.of_name(path)
  local bare = vim.fn.fnamemodify(path, ':t'):lower():gsub('%.ya?ml$', '')
  for _, kind in ipairs({ 'vmfile', 'vmcompose' }) do
    if bare == kind or vim.endswith(bare, '.' .. kind) then
      return kind
    end
  end
end

-- How many lines of a foreign YAML file are read for its apiVersion and kind.
local HEAD = 100

function M.of_content(buffer)
  local ours, kind = false, nil
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, HEAD, false)) do
    ours = ours or line:find('^apiVersion:%s*["\']?vmregistry%.io/') ~= nil
    local named = line:match('^kind:%s*["\']?(%w+)')
    if named ~= nil then
      kind = ({ VMFile = 'vmfile', VMCompose = 'vmcompose' })[named] or 'foreign'
    elseif kind == nil and (line:find('^services:') or line:find('^networks:') or line:find('^volumes:')) then
      kind = 'vmcompose'
    elseif kind == nil and (line:find('^spec:') or line:find('^metadata:')) then
      kind = 'vmfile'
    end
  end
  if ours and kind ~= 'foreign' then
    return kind
  end
end

return M
