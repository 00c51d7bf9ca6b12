-- A user's session in headless Neovim: opens a broken document, reads the diagnostics, completes, renames and mends it.
-- What Neovim showed is written as JSON to $SESSION_RESULT. The document and the edits are the test's, in $SESSION_PLAN.
local plan = vim.fn.json_decode(vim.fn.readfile(vim.env.SESSION_PLAN))
local result = { steps = {} }

local function finish(fault)
  result.fault = fault
  vim.fn.writefile({ vim.fn.json_encode(result) }, vim.env.SESSION_RESULT)
  -- The language server is to be gone when its editor is.
  vim.cmd('qall!')
end

local function wait(what, condition)
  if not vim.wait(plan.patience, condition, 20) then
    error('nothing came within ' .. plan.patience .. ' ms: ' .. what)
  end
end

local function find(word)
  vim.fn.cursor(1, 1)
  if vim.fn.search('\\V' .. word, 'cW') == 0 then
    error('not in the text: ' .. word)
  end
end

local function diagnostics()
  return vim.tbl_map(function(found)
    return {
      line = found.lnum,
      character = found.col,
      code = found.code or (found.user_data and found.user_data.lsp and found.user_data.lsp.code) or vim.NIL,
      message = found.message,
    }
  end, vim.diagnostic.get(0))
end

-- Types into the text as a user would; Neovim works on what was typed before it goes on.
local function type_keys(keys)
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
end

local function complete(step)
  find(step.at)
  local client = (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
  local row, column = vim.fn.line('.') - 1, vim.fn.col('.') - 1 + step.offset
  vim.api.nvim_win_set_cursor(0, { row + 1, column })
  local parameters = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answer = vim.lsp.buf_request_sync(0, 'textDocument/completion', parameters, plan.patience)
  local labels = {}
  for _, one in pairs(answer or {}) do
    if one.error then
      error(one.error.message)
    end
    for _, item in ipairs(one.result and (one.result.items or one.result) or {}) do
      table.insert(labels, item.label)
    end
  end
  return { labels = labels }
end

local function omni(step)
  find(step.at)
  local column = vim.fn.col('.') - 1 + step.offset
  vim.api.nvim_win_set_cursor(0, { vim.fn.line('.'), column })
  local words = {}
  -- Neovim's own completion: the menu comes with the server's answer, which the timer waits for.
  local timer = vim.loop.new_timer()
  timer:start(0, 50, vim.schedule_wrap(function()
    local menu = vim.fn.complete_info({ 'items', 'pum_visible' })
    if menu.pum_visible == 1 or #menu.items > 0 then
      words = vim.tbl_map(function(item)
        return item.word
      end, menu.items)
      timer:stop()
      vim.api.nvim_input('<C-e><Esc>')
    end
  end))
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('i<C-x><C-o>', true, false, true), 'xt!', false)
  timer:stop()
  return { labels = words }
end

local function rename(step)
  find(step.at)
  local before = vim.b.changedtick
  vim.lsp.buf.rename(step.name)
  wait('the renamed text', function()
    return vim.b.changedtick ~= before
  end)
  return { text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n' }
end

local function replace(step)
  find(step.at)
  vim.cmd(('s/\\V%s/%s/'):format(vim.fn.escape(step.at, '/\\'), vim.fn.escape(step.with, '/\\&~')))
  return {}
end

local function hover(step)
  find(step.at)
  vim.lsp.buf.hover()
  local shown
  wait('the hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        shown = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        vim.api.nvim_win_close(window, true)
        return true
      end
    end
  end)
  return { text = shown }
end

local function diagnose(step)
  wait(('%d diagnostics'):format(step.count), function()
    return #vim.diagnostic.get(0) == step.count
  end)
  return { diagnostics = diagnostics() }
end

local actions = { diagnose = diagnose, complete = complete, omni = omni, rename = rename, replace = replace, hover = hover }

local ok, fault = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(plan.file))
  result.filetype = vim.bo.filetype
  wait('a language server', function()
    return #(vim.lsp.get_clients or vim.lsp.get_active_clients)() > 0
  end)
  for _, step in ipairs(plan.steps) do
    table.insert(result.steps, actions[step['do']](step))
  end
end)
finish(not ok and tostring(fault) or nil)
